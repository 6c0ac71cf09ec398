package io.glasswatch.chaos.traffic;

import io.glasswatch.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends the workload at a steady rate, in a thread of its own, and knows what Kafka has taken. */
public final class Traffic implements AutoCloseable {

  private static final long TICK_MILLIS = 20;
  private static final Duration DELIVERY = Duration.ofMinutes(3);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Workload workload;
  private final double perSecond;
  private final int least;
  private final Queue<Function<Workload, Line>> bursts = new ConcurrentLinkedQueue<>();
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final AtomicInteger handed = new AtomicInteger();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "traffic");
  private volatile boolean enough;

  /**
   * @param least records that are sent in any case
   */
  public Traffic(String bootstrapServers, Workload workload, double perSecond, int least) {
    this.workload = workload;
    this.perSecond = perSecond;
    this.least = least;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY.toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                DELIVERY.toMillis()),
            Topics.INTERACTIONS.keys().serializer(),
            Topics.INTERACTIONS.values().serializer());
  }

  public void start() {
    thread.start();
  }

  /** Has {@code count} records sent as soon as may be, besides the steady ones. */
  public void burst(int count, Function<Workload, Line> record) {
    for (int i = 0; i < count; i++) {
      bursts.add(record);
    }
  }

  /** Returns whether records are sent. */
  public boolean flows() {
    return thread.isAlive();
  }

  /** Returns how many records were handed to the producer. */
  public int handed() {
    return handed.get();
  }

  /**
   * Sends no more once the least number is reached, and waits until Kafka has taken all.
   *
   * @throws IllegalStateException if it did not take one
   */
  public void finish() throws InterruptedException {
    enough = true;
    thread.join();
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not take a record", failure.get());
    }
  }

  /** Returns what Kafka has taken. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Returns the keys that were leaked; call it after {@link #finish}. */
  public List<String> secrets() {
    return workload.secrets();
  }

  @Override
  public void close() {
    enough = true;
    producer.close(Duration.ZERO);
  }

  private void run() {
    long started = System.nanoTime();
    try {
      while (failure.get() == null && (handed.get() < least || !enough || !bursts.isEmpty())) {
        double due = (System.nanoTime() - started) / 1e9 * perSecond;
        List<Line> lines = new ArrayList<>();
        while (handed.get() + lines.size() < due && !(enough && handed.get() >= least)) {
          lines.addAll(workload.next());
        }
        for (var burst = bursts.poll(); burst != null; burst = bursts.poll()) {
          lines.add(burst.apply(workload));
        }
        lines.forEach(this::send);
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void send(Line line) {
    Instant at = Instant.now();
    int number = handed.getAndIncrement();
    byte[] key = line.key().getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(
            new ProducerRecord<>(Topics.INTERACTIONS.name(), key, line.value().orElse(null)),
            (metadata, e) -> {
              if (e == null) {
                sent.add(new Sent(line, metadata.partition(), metadata.offset(), at, number));
              } else {
                failure.compareAndSet(null, e);
              }
            });
  }
}
