package io.glasswatch.stream.feed;

import java.time.Instant;

/**
 * A change of the rules that was not made.
 *
 * @param pack the pack's name
 * @param reason why, with the line of the pack
 * @param at when
 */
public record Refusal(String pack, String reason, Instant at) {}
