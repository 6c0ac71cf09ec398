/** Sends a log that lies in a file to Kafka, as if it happened now. */
package io.glasswatch.cli.replay;
