package io.glasswatch.chaos.check;

import io.glasswatch.chaos.fault.Scene;
import io.glasswatch.chaos.fault.Sign;
import io.glasswatch.contract.MetricNames;
import io.glasswatch.contract.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Scrapes all metrics every second, as Prometheus would, and notes each sign of trouble. */
public final class Monitor implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int STALLED_SCRAPES = 2;

  /** Half of the smallest burst, and more than a whole run's usual share. */
  private static final double MANY_REJECTED = 25;

  /** How far apart the rejections of one burst are read, by an app that has much else to do. */
  private static final Duration BURST = Duration.ofSeconds(10);

  private record Noted(Sign sign, Instant at) {}

  /** How many records of the log were not yet read. */
  private record Lag(double records, Instant at) {}

  /** How many records were rejected since the scrape before. */
  private record Rejected(double records, Instant at) {}

  private final Scene scene;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Thread thread = new Thread(this::run, "monitor");
  private final List<Noted> noted = new ArrayList<>();
  private final List<Lag> lags = new ArrayList<>();
  private final Map<String, String> latest = new HashMap<>();
  private final Map<String, Double> before = new HashMap<>();
  private final Deque<Rejected> rejected = new ArrayDeque<>();
  private volatile boolean closing;
  private int stalled;

  private Monitor(Scene scene) {
    this.scene = scene;
  }

  public static Monitor start(Scene scene) {
    Monitor monitor = new Monitor(scene);
    monitor.thread.start();
    return monitor;
  }

  /** Returns how long after {@code since} any of the signs was first seen. */
  public synchronized Optional<Duration> shown(Set<Sign> signs, Instant since) {
    return noted.stream()
        .filter(n -> signs.contains(n.sign()) && !n.at().isBefore(since))
        .map(n -> Duration.between(since, n.at()))
        .findFirst();
  }

  /** Returns by how many records the log's lag has grown from {@code from} to {@code until}. */
  public synchronized double lagRise(Instant from, Instant until) {
    List<Lag> during =
        lags.stream().filter(l -> !l.at().isBefore(from) && l.at().isBefore(until)).toList();
    return during.isEmpty() ? 0 : during.get(during.size() - 1).records() - during.get(0).records();
  }

  /** Returns the latest answer of each process, by name. */
  public synchronized Map<String, String> latest() {
    return Map.copyOf(latest);
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        scrape();
        TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scrape() throws InterruptedException {
    boolean appDown = false;
    for (Map.Entry<String, String> target : scene.urls().entrySet()) {
      Optional<String> answer = get(target.getValue());
      boolean worker = target.getKey().equals(Scene.WORKER);
      synchronized (this) {
        answer.ifPresent(text -> latest.put(target.getKey(), text));
      }
      if (answer.isEmpty()) {
        note(worker ? Sign.WORKER_DOWN : Sign.APP_DOWN);
        appDown |= !worker;
      }
    }
    if (!appDown) {
      compare();
    }
  }

  private void compare() {
    noteLag();
    double read = rise(MetricNames.RECORDS);
    stalled = read == 0 && scene.trafficFlows() ? stalled + 1 : 0;
    if (stalled >= STALLED_SCRAPES) {
      note(Sign.STALLED);
    }
    if (lateRejected() >= MANY_REJECTED) {
      note(Sign.REJECTED);
    }
    if (rise(MetricNames.UNEXPLAINED) > 0) {
      note(Sign.UNEXPLAINED);
    }
  }

  private synchronized void noteLag() {
    String series = MetricNames.CONSUMER_LAG + "{topic=\"" + Topics.INTERACTIONS.name();
    double all =
        latest.values().stream().mapToDouble(a -> sum(a, line -> line.startsWith(series))).sum();
    lags.add(new Lag(all, Instant.now()));
  }

  private double lateRejected() {
    Instant now = Instant.now();
    rejected.add(new Rejected(rise(MetricNames.REJECTED), now));
    rejected.removeIf(r -> r.at().isBefore(now.minus(BURST)));
    return rejected.stream().mapToDouble(Rejected::records).sum();
  }

  /** Returns how much the sum over all series and processes has risen since the last scrape. */
  private synchronized double rise(String metric) {
    double rise = 0;
    for (Map.Entry<String, String> answer : latest.entrySet()) {
      double sum =
          sum(
              answer.getValue(),
              line -> line.startsWith(metric + "{") || line.startsWith(metric + " "));
      double last = before.getOrDefault(answer.getKey() + " " + metric, 0.0);
      // A process that started anew counts from zero.
      rise += sum < last ? sum : sum - last;
      before.put(answer.getKey() + " " + metric, sum);
    }
    return rise;
  }

  private static double sum(String answer, Predicate<String> series) {
    return Stream.of(answer.split("\n"))
        .filter(series)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private synchronized void note(Sign sign) {
    noted.add(new Noted(sign, Instant.now()));
  }

  private Optional<String> get(String url) throws InterruptedException {
    try {
      return Optional.of(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
                  BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
