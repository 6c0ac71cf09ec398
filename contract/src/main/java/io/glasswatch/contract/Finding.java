package io.glasswatch.contract;

import java.util.Optional;

/**
 * One thing that a detector found in an interaction.
 *
 * @param rule the rule that matched, never blank, e.g. {@code secret.aws-access-key}
 * @param category what it is about, one of {@link Category} or of a user's pack
 * @param severity how much it matters
 * @param span where it stands; empty for what has no place, such as a pattern over time
 * @param score how sure the rule is, 0 to 1; a plain match is 1
 */
public record Finding(
    String rule, String category, Severity severity, Optional<Span> span, double score) {

  public Finding {
    Require.notBlank(rule, "rule");
    Require.notBlank(category, "category");
    Require.that(severity != null, "severity must not be null");
    Require.that(score >= 0 && score <= 1, "score must be 0 to 1, but was %s", score);
  }
}
