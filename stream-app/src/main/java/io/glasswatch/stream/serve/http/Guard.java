package io.glasswatch.stream.serve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Who may ask at all: the one place that every request passes before anything is read of it. */
final class Guard {

  private static final Set<String> LOOPBACK_NAMES =
      Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1");

  private static final String FORM = "application/x-www-form-urlencoded";

  private Guard() {}

  /** Returns why {@code exchange} is refused; empty when it is not. */
  static Optional<Answer> refusal(HttpServerExchange exchange) {
    if (!isQuestion(exchange) && !isReview(exchange)) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
      return Optional.of(
          Answer.error(StatusCodes.METHOD_NOT_ALLOWED, "only GET and HEAD are served"));
    }
    if (!isForThisMachine(exchange)) {
      return Optional.of(
          Answer.error(StatusCodes.FORBIDDEN, "served under the name of this machine"));
    }
    if (!isQuestion(exchange) && !isFromOurPage(exchange)) {
      return Optional.of(
          Answer.error(
              StatusCodes.FORBIDDEN,
              "a form is taken from our own pages only: the Origin header must name this server"));
    }
    return Optional.empty();
  }

  /** Returns whether {@code exchange} changes nothing. */
  static boolean isQuestion(HttpServerExchange exchange) {
    return exchange.getRequestMethod().equals(Methods.GET)
        || exchange.getRequestMethod().equals(Methods.HEAD);
  }

  private static boolean isReview(HttpServerExchange exchange) {
    return exchange.getRequestMethod().equals(Methods.POST)
        && exchange.getRelativePath().startsWith(Site.REVIEWS);
  }

  /**
   * Returns whether a request that came over the loopback address also asked for it by name. A
   * foreign page can have its own name resolve to this machine, but it cannot change the Host
   * header that the browser sends with that name.
   */
  private static boolean isForThisMachine(HttpServerExchange exchange) {
    boolean overLoopback = exchange.getDestinationAddress().getAddress().isLoopbackAddress();
    return !overLoopback || LOOPBACK_NAMES.contains(exchange.getHostName());
  }

  /** A browser says which page a form was sent from, and no page can make it say otherwise. */
  private static boolean isFromOurPage(HttpServerExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    try {
      return origin != null
          && type != null
          && type.startsWith(FORM)
          && exchange.getHostAndPort().equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
