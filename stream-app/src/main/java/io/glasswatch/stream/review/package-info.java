/** What people who read cases say of them, kept beside the cases and counted by rule. */
package io.glasswatch.stream.review;
