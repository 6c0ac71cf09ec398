/** Answers to requests: made in batches, written to Kafka, acknowledged. */
package io.glasswatch.explainer.answer;
