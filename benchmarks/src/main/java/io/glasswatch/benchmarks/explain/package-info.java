/** Explanations measured: how faithful each method is, and what it costs. */
package io.glasswatch.benchmarks.explain;
