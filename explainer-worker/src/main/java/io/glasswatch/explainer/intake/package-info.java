/** Requests from Kafka: read, ordered by urgency, dropped when late, batched. */
package io.glasswatch.explainer.intake;
