/** What came out, held against what was sent. */
package io.glasswatch.chaos.check;
