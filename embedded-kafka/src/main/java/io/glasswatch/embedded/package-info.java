/** A real Kafka broker in a child process, for the demo and the tests. */
package io.glasswatch.embedded;
