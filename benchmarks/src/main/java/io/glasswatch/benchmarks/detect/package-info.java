/** How much matching all rules costs, by engine. */
package io.glasswatch.benchmarks.detect;
