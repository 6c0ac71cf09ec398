/** How fast, side by side with a baseline in one run. */
package io.glasswatch.benchmarks;
