package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Whether an interaction goes to the explainer, and how likely that was.
 *
 * @param reason why it goes, or does not
 * @param probability the chance with which an interaction like this one is explained, 0 to 1; its
 *     inverse is the weight of an explained interaction in unbiased totals
 */
public record Sample(Reason reason, double probability) {

  /** Why an interaction is explained, or is not. */
  public enum Reason {
    /** A finding asks for it: always explained. */
    FLAGGED,
    /** Drawn from the rest within the budget. */
    SAMPLED,
    /** Not drawn. */
    SKIPPED;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Sample {
    Require.that(reason != null, "reason must not be null");
    Require.that(
        probability >= 0 && probability <= 1,
        "probability must be 0 to 1, but was %s",
        probability);
  }

  /** Returns whether the interaction goes to the explainer. */
  @JsonIgnore
  public boolean explained() {
    return reason != Reason.SKIPPED;
  }
}
