package io.glasswatch.stream.serve.access;

/** What the gate says to a visit. */
public sealed interface Verdict {

  /** Come in. */
  record Admitted(Principal principal) implements Verdict {}

  /** Stay out, because of {@code why}. */
  record Refused(Refusal why) implements Verdict {}

  /** Why somebody is not let in; the lower-case name is a metric label. */
  enum Refusal {
    /** Nothing was shown. */
    MISSING(401, "a token is needed"),
    /** The token or session is not known, or the session is over. */
    UNKNOWN(401, "the token or session is not known, or is over"),
    /** The role does not have the right. */
    FORBIDDEN(403, "your role may not see or do this"),
    /** Too many attempts failed. */
    THROTTLED(429, "too many attempts failed; wait a minute"),
    /** Another site's page wanted to change something here. */
    CROSS_SITE(403, "sent by another site's page");

    private final int status;
    private final String reason;

    Refusal(int status, String reason) {
      this.status = status;
      this.reason = reason;
    }

    public int status() {
      return status;
    }

    public String reason() {
      return reason;
    }
  }
}
