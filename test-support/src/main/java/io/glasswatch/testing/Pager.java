package io.glasswatch.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Whoever is paged: a web server that Alertmanager posts its notifications to. */
public final class Pager implements AutoCloseable {

  private final HttpServer server;
  private final List<JsonNode> pages = new CopyOnWriteArrayList<>();

  private Pager(HttpServer server) {
    this.server = server;
  }

  /** Starts it on a free port. */
  public static Pager start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Pager pager = new Pager(server);
    server.createContext("/", pager::take);
    server.start();
    return pager;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Returns all notifications so far, as Alertmanager wrote them. */
  public List<JsonNode> pages() {
    return List.copyOf(pages);
  }

  /** Returns the notifications that tell of a firing {@code alert}. */
  public List<JsonNode> pagesOf(String alert) {
    return pages().stream().filter(page -> !firing(page, alert).isEmpty()).toList();
  }

  /** Returns the firing alerts of that name in {@code page}. */
  public static List<JsonNode> firing(JsonNode page, String alert) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode one : page.path("alerts")) {
      boolean named = one.at("/labels/alertname").asText().equals(alert);
      if (named && one.path("status").asText().equals("firing")) {
        found.add(one);
      }
    }
    return found;
  }

  /** Waits for a firing {@code alert} and returns it. */
  public JsonNode await(String alert, Duration patience) throws InterruptedException {
    return await(alert, "alertname", alert, patience);
  }

  /** Waits for a firing {@code alert} with that label and returns it. */
  public JsonNode await(String alert, String label, String value, Duration patience)
      throws InterruptedException {
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      Optional<JsonNode> first =
          pagesOf(alert).stream()
              .flatMap(page -> firing(page, alert).stream())
              .filter(one -> one.at("/labels/" + label).asText().equals(value))
              .findFirst();
      if (first.isPresent()) {
        return first.get();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("nobody was paged for %s of %s".formatted(alert, value));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    pages.add(Json.TEXT.readTree(exchange.getRequestBody()));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }
}
