/** The whole pipeline on a real broker, beside one that does nothing. */
package io.glasswatch.benchmarks.pipeline;
