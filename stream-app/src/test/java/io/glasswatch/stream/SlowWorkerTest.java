package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same traffic beside a worker that keeps up, and beside one a hundred times as slow. */
@Tag("full")
@Timeout(300)
class SlowWorkerTest {

  private static final String GROUP = "slow-worker-test";
  private static final Duration WORK = Duration.ofMillis(4);
  private static final int SLOWER = 100;
  private static final int PARTITIONS = 2;

  private static final int SECONDS = 12;
  private static final int PER_SECOND = 200;

  /** Every how many interactions one is flagged, and so has to be explained. */
  private static final int FLAGGED_EVERY = 4;

  private static final int FLAGGED = SECONDS * PER_SECOND / FLAGGED_EVERY;

  /** What two runs may differ in on a busy machine; a stream that waits would be behind by all. */
  private static final long NOISE = 2L * PER_SECOND;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path dir;

  /**
   * What one run came to.
   *
   * @param worstLag most records of the log that were written and not yet processed
   * @param asked interactions that were to be explained: all flagged, and a few of the sample
   * @param explained cases with an explanation
   * @param expired cases closed without one because the deadline had passed
   */
  private record Outcome(long worstLag, long asked, long explained, long expired) {}

  @Test
  void aWorkerAHundredTimesAsSlowCostsExplanationsAndNoLag() throws Exception {
    Outcome fast = run("fast", WORK);
    Outcome slow = run("slow", WORK.multipliedBy(SLOWER));

    System.out.printf("worker %s: %s%nworker %d x slower: %s%n", WORK, fast, SLOWER, slow);
    assertThat(fast.explained).isGreaterThanOrEqualTo(FLAGGED).isEqualTo(fast.asked);
    assertThat(slow.explained + slow.expired).isEqualTo(slow.asked);
    assertThat(slow.expired).isGreaterThan(FLAGGED / 2);
    assertThat(slow.worstLag).isLessThanOrEqualTo(fast.worstLag + NOISE);
  }

  private Outcome run(String name, Duration work) throws Exception {
    Path of = dir.resolve(name);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(of.resolve("kafka"));
        AppProcess app = AppProcess.start(settings(kafka, of), dir.resolve(name + ".log"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        StandInWorker worker = new StandInWorker(kafka.bootstrapServers(), work)) {
      awaitReady(app);
      worker.begin();
      long worst = send(kafka, admin);
      Instant end = Instant.now().plus(PATIENCE);
      while (lag(admin) > 0 || closed(app) < asked(app)) {
        assertThat(Instant.now()).as("still waiting: %d cases", closed(app)).isBefore(end);
        worst = Math.max(worst, lag(admin));
        TimeUnit.MILLISECONDS.sleep(200);
      }
      return new Outcome(
          worst,
          asked(app),
          metric(app, "llm_explained_total"),
          metric(app, "llm_unexplained_total"));
    }
  }

  /** Sends at an even pace, and returns the largest lag on the way. */
  private static long send(EmbeddedKafka kafka, Admin admin) throws Exception {
    long worst = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 5),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      long start = System.nanoTime();
      for (int i = 0; i < SECONDS * PER_SECOND; i++) {
        var unused = producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), line(i)));
        if (i % (PER_SECOND / 2) == 0) {
          long due = start + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND;
          TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
          worst = Math.max(worst, lag(admin));
        }
      }
    }
    return worst;
  }

  private static byte[] line(int i) {
    boolean leaks = i % FLAGGED_EVERY == 0;
    return """
        {"id": "i-%d", "conversation": "c-%d", "model": "bot@1", "prompt": "Where is my order?",
         "response": "%s"}"""
        .formatted(
            i,
            i,
            leaks
                ? "Use AKIA" + "Q3EGRVLMZ7KXW5P" + (char) ('A' + i % 26) + " for now."
                : "It arrives tomorrow.")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> settings(EmbeddedKafka kafka, Path dir) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    settings.put("APPLICATION_ID", GROUP);
    settings.put("STATE_DIR", dir.resolve("state").toString());
    settings.put("HTTP_PORT", "0");
    settings.put("PARTITIONS", Integer.toString(PARTITIONS));
    settings.put("EXPLANATION_DEADLINE", "PT5S");
    settings.put("EXPLANATIONS_PER_SECOND", "0.001");
    return settings;
  }

  /** Waits until every partition is somebody's. */
  private static void awaitReady(AppProcess app) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (get(app, "/health/ready").statusCode() != 200) {
      assertThat(Instant.now()).as("the app does not begin").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Returns how many records of the log are written and not yet processed. */
  private static long lag(Admin admin) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      latest.put(new TopicPartition(Topics.INTERACTIONS.name(), partition), OffsetSpec.latest());
    }
    long lag = 0;
    for (var end : admin.listOffsets(latest).all().get().entrySet()) {
      OffsetAndMetadata done = committed.get(end.getKey());
      lag += end.getValue().offset() - (done == null ? 0 : done.offset());
    }
    return lag;
  }

  private static long asked(AppProcess app) throws Exception {
    return metric(app, "llm_sampled_total") - metric(app, "llm_sampled_total", "skipped");
  }

  private static long closed(AppProcess app) throws Exception {
    return metric(app, "llm_explained_total") + metric(app, "llm_unexplained_total");
  }

  private static long metric(AppProcess app, String name) throws Exception {
    return metric(app, name, "");
  }

  /** Returns the sum of all series of {@code name} in whose labels {@code part} stands. */
  private static long metric(AppProcess app, String name, String part) throws Exception {
    return get(app, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> line.substring(0, line.concat(" # ").indexOf(" # ")))
        .filter(line -> line.contains(part))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static HttpResponse<String> get(AppProcess app, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(app.url() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
