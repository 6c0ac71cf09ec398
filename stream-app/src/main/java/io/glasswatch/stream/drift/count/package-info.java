/** Counts of what was measured in a window of traffic: exact, mergeable, small. Pure values. */
package io.glasswatch.stream.drift.count;
