package io.glasswatch.stream.serve.http;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.serve.Records;
import io.glasswatch.stream.serve.ReviewDesk;
import io.glasswatch.stream.serve.access.Gate;
import io.glasswatch.stream.serve.fleet.Fleet;
import io.glasswatch.stream.serve.fleet.Peers;
import io.prometheus.client.CollectorRegistry;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one web server of the stream app: metrics, health, cases, alerts, and reviews. */
public final class WebServer implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(WebServer.class);

  private static final int IO_THREADS = 1;
  private static final int WORKER_THREADS = 8;
  private static final long MOST_REQUEST_BYTES = 64 * 1024;
  private static final int IDLE_MILLIS = 60_000;

  private final AtomicReference<Site> site = new AtomicReference<>();
  private final Undertow server;
  private final String host;
  private final int port;

  private WebServer(String host, int port, Gate gate) {
    this.host = host;
    this.server =
        Undertow.builder()
            .addHttpListener(port, host)
            .setIoThreads(IO_THREADS)
            .setWorkerThreads(WORKER_THREADS)
            .setServerOption(UndertowOptions.DECODE_SLASH, true)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MOST_REQUEST_BYTES)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setHandler(new BlockingHandler(new AccessFilter(gate, this::handle)))
            .build();
    server.start();
    this.port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  /**
   * Takes the port, so that it can be told to others; until there is something to serve, every
   * request is answered with 503.
   *
   * @param host the address to bind, {@code 127.0.0.1} for this machine alone
   * @param port the port to bind, 0 for a free one
   * @param gate who is let in
   */
  public static WebServer bind(String host, int port, Gate gate) {
    Require.that(port >= 0 && port <= 65535, "port must be 0 to 65535, but was %d", port);
    return new WebServer(host, port, gate);
  }

  /** As {@link #bind(String, int, Gate)}, and lets everybody in; for this machine alone. */
  public static WebServer bind(String host, int port) {
    return bind(host, port, Gate.open());
  }

  /**
   * Serves from now on.
   *
   * @param own what this instance holds
   * @param peers the other instances, which hold the rest
   * @param reviews where reviews are handed in
   */
  public void serve(Records own, Peers peers, ReviewDesk reviews, CollectorRegistry registry) {
    site.set(new Site(own, new Fleet(own, peers), reviews, registry));
  }

  /** Returns the port that is served, also when a free one was asked for. */
  public int port() {
    return port;
  }

  /** Returns the address to open, without a slash at its end. */
  public String url() {
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(HttpServerExchange exchange) throws IOException {
    Optional<Answer> refusal = Guard.refusal(exchange);
    if (refusal.isPresent()) {
      Reply.send(exchange, refusal.get());
      return;
    }
    Site open = site.get();
    Reply.send(
        exchange,
        open == null
            ? Answer.error(StatusCodes.SERVICE_UNAVAILABLE, "starting")
            : answer(read(exchange), open));
  }

  private static Answer answer(Request request, Site site) {
    try {
      return site.answer(request);
    } catch (RuntimeException e) {
      LOGGER.atError().addKeyValue("cause", e.getClass().getName()).log("request failed");
      return Site.failed(request, StatusCodes.INTERNAL_SERVER_ERROR, "internal error");
    }
  }

  private static Request read(HttpServerExchange exchange) throws IOException {
    Map<String, String> query =
        exchange.getQueryParameters().entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .collect(Collectors.toMap(Map.Entry::getKey, e -> first(e.getValue())));
    return new Request(
        exchange.getRelativePath(),
        query,
        Guard.isQuestion(exchange) ? Map.of() : form(exchange),
        Optional.ofNullable(exchange.getRequestHeaders().getFirst(Headers.ACCEPT)).orElse(""));
  }

  private static Map<String, String> form(HttpServerExchange exchange) throws IOException {
    String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> fields = new HashMap<>();
    for (String field : body.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(
            URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String first(Deque<String> values) {
    return values.getFirst();
  }
}
