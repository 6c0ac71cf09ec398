/** One text explained at a terminal, without Kafka. */
package io.glasswatch.cli.explain;
