package io.glasswatch.stream.serve.access;

import java.util.EnumSet;
import java.util.Locale;

/** What somebody is here to do. */
public enum Role {
  VIEWER,
  REVIEWER,
  AUDITOR,
  /** Prometheus. */
  SCRAPER,
  /** Another instance of the stream app; nobody's token has this role. */
  PEER,
  /** Whoever sits at this machine, when there are no tokens. */
  LOCAL_USER,
  /** Whoever asks for what is open to all. */
  NOBODY;

  /** Returns whether the role has that right. */
  public boolean may(Right right) {
    boolean looks = right == Right.READ || right == Right.METRICS;
    return switch (this) {
      case VIEWER -> looks;
      case REVIEWER -> looks || right == Right.REVIEW;
      case AUDITOR -> looks || right == Right.AUDIT;
      case SCRAPER -> right == Right.METRICS;
      case PEER -> right == Right.LOCAL;
      case LOCAL_USER -> true;
      case NOBODY -> false;
    };
  }

  /** Returns the lower-case name that stands in the list of tokens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role of a token by its {@link #id}.
   *
   * @throws IllegalArgumentException naming those that there are
   */
  static Role ofToken(String id) {
    for (Role role : EnumSet.of(VIEWER, REVIEWER, AUDITOR, SCRAPER)) {
      if (role.id().equals(id)) {
        return role;
      }
    }
    throw new IllegalArgumentException("a role is viewer, reviewer, auditor or scraper");
  }
}
