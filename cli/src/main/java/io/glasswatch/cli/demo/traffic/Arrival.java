package io.glasswatch.cli.demo.traffic;

import java.time.Instant;
import java.util.Optional;

/**
 * One record on its way to the log.
 *
 * @param at when it is sent; for an interaction also its event time
 * @param value the record's bytes
 * @param malformed whether it cannot be read
 * @param incident the incident that begins with it
 */
public record Arrival(Instant at, byte[] value, boolean malformed, Optional<Incident> incident) {}
