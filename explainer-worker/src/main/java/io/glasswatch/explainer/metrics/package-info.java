/** What an explainer worker tells Prometheus. */
package io.glasswatch.explainer.metrics;
