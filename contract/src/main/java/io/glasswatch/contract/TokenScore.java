package io.glasswatch.contract;

/**
 * How much one token contributed.
 *
 * @param span where the token stands in the original text
 * @param score its contribution, in the units of the method; positive raised the target
 */
public record TokenScore(Span span, double score) {

  public TokenScore {
    Require.that(span != null, "span must not be null");
    Require.finite(score, "score");
  }
}
