/** What becomes of sensitive text before anything is stored: a policy, and its application. */
package io.glasswatch.stream.mask;
