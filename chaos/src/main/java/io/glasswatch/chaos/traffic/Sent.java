package io.glasswatch.chaos.traffic;

import java.time.Instant;

/**
 * A record that Kafka has taken.
 *
 * @param at when it was handed to the producer
 * @param number its place among all that were sent
 */
public record Sent(Line line, int partition, long offset, Instant at, int number) {}
