/** The stages of the pipeline one by one, without Kafka, each beside what bounds it. */
package io.glasswatch.benchmarks.stage;
