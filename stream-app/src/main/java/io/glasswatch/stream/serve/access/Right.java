package io.glasswatch.stream.serve.access;

/** What an address of the web server may ask for. */
public enum Right {
  /** To see cases with their text, alerts and drift. */
  READ,
  /** To change something: what a person says of a case. */
  REVIEW,
  /** To see the audit log. */
  AUDIT,
  /** To read metrics: model names, segments and ids, no text. */
  METRICS,
  /** To ask one instance for what it holds itself, as the other instances do. */
  LOCAL;

  /** Returns the right that a request needs. */
  static Right neededFor(String method, String path) {
    if (path.equals("/metrics")) {
      return METRICS;
    }
    if (path.startsWith("/local/")) {
      return LOCAL;
    }
    if (path.equals("/audit") || path.startsWith("/audit/") || path.startsWith("/api/v1/audit")) {
      return AUDIT;
    }
    return method.equals("GET") || method.equals("HEAD") ? READ : REVIEW;
  }
}
