/** Summaries of attribution mass: bounded, mergeable, and silent about rare words. Pure values. */
package io.glasswatch.stream.attribution.sketch;
