package io.glasswatch.stream.serve.access;

import java.util.Optional;

/**
 * What a request says of who sends it.
 *
 * @param client the address that it came from
 * @param method in capitals
 * @param path the decoded path
 * @param authorization the Authorization header
 * @param session the session cookie
 * @param host the Host header, with its port
 * @param origin the Origin header, which browsers send with what changes something
 */
public record Visit(
    String client,
    String method,
    String path,
    Optional<String> authorization,
    Optional<String> session,
    String host,
    Optional<String> origin) {

  boolean changesSomething() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  /** Whether another site's page sent it; nothing but browsers sends an Origin. */
  boolean fromAnotherSite() {
    return origin.filter(o -> !o.replaceFirst("^https?://", "").equalsIgnoreCase(host)).isPresent();
  }
}
