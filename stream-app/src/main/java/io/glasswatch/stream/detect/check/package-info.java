/** Findings that need more than a pattern: loops, runaway length, a leaked system message. */
package io.glasswatch.stream.detect.check;
