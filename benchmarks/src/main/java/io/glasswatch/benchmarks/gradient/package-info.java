/** What a gradient costs beside the forward pass it belongs to. */
package io.glasswatch.benchmarks.gradient;
