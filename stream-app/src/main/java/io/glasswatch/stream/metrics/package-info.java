/** What the stream app tells Prometheus. */
package io.glasswatch.stream.metrics;
