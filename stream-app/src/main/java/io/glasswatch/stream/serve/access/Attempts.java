package io.glasswatch.stream.serve.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Failed attempts of each client; whoever failed too often has to wait. Safe for many threads. */
final class Attempts {

  static final int MOST = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** Clients beyond which the one that failed longest ago is forgotten. */
  private static final int MOST_CLIENTS = 10_000;

  private record Failures(Instant since, int count) {}

  private final Map<String, Failures> byClient =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  /** Returns whether {@code client} has to wait. */
  synchronized boolean tooMany(String client, Instant now) {
    return recent(client, now).count() >= MOST;
  }

  /** Notes that {@code client} showed something wrong. */
  synchronized void failed(String client, Instant now) {
    Failures before = recent(client, now);
    byClient.remove(client);
    byClient.put(client, new Failures(before.since(), before.count() + 1));
  }

  private Failures recent(String client, Instant now) {
    Failures known = byClient.get(client);
    boolean over = known == null || !now.isBefore(known.since().plus(WINDOW));
    return over ? new Failures(now, 0) : known;
  }
}
