package io.glasswatch.stream.serve.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends answers, each with the headers that keep browsers from doing anything else with it. */
final class Reply {

  private static final Map<HttpString, String> SECURITY_HEADERS =
      Map.of(
          new HttpString("X-Content-Type-Options"),
          "nosniff",
          new HttpString("X-Frame-Options"),
          "DENY",
          new HttpString("Referrer-Policy"),
          "same-origin",
          new HttpString("Cross-Origin-Opener-Policy"),
          "same-origin",
          new HttpString("Cross-Origin-Resource-Policy"),
          "same-origin",
          Headers.CACHE_CONTROL,
          "no-store");

  private static final HttpString POLICY = new HttpString("Content-Security-Policy");
  private static final String POLICY_OF_DATA = "default-src 'none'; frame-ancestors 'none'";

  private Reply() {}

  static void send(HttpServerExchange exchange, Answer answer) {
    HeaderMap headers = exchange.getResponseHeaders();
    SECURITY_HEADERS.forEach(headers::put);
    headers.put(POLICY, answer.policy().orElse(POLICY_OF_DATA));
    headers.put(Headers.CONTENT_TYPE, answer.type());
    answer.location().ifPresent(path -> headers.put(Headers.LOCATION, path));
    exchange.setStatusCode(answer.status());
    exchange.getResponseSender().send(answer.body(), StandardCharsets.UTF_8);
  }
}
