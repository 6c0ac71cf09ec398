package io.glasswatch.chaos.check;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.drift.DriftDelta;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** All that came out of one run. One thread notes it, others read it at any time. */
public final class Outcomes {

  /** What drift has counted; what attributions have counted has a topic of its own. */
  static final String DELTAS = "glasswatch-drift-counts-repartition";

  /**
   * A record that came out.
   *
   * @param at when it could be read
   */
  public record Seen<V>(String key, V value, Instant at) {}

  private final List<Seen<Assessment>> assessments = new ArrayList<>();
  private final List<Seen<Rejected>> rejected = new ArrayList<>();
  private final List<Seen<ExplanationRequest>> requests = new ArrayList<>();
  private final List<Seen<Explanation>> explanations = new ArrayList<>();
  private final List<Seen<Case>> cases = new ArrayList<>();
  private final List<Seen<Alert>> alerts = new ArrayList<>();
  private final List<Seen<DriftDelta>> deltas = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> raw = new ArrayList<>();

  synchronized void note(ConsumerRecord<byte[], byte[]> record, Instant at) {

    raw.add(record);
    note(Topics.ASSESSMENTS, record, at, assessments);
    note(Topics.REJECTED, record, at, rejected);
    note(Topics.EXPLANATION_REQUESTS, record, at, requests);
    note(Topics.EXPLANATIONS, record, at, explanations);
    note(Topics.CASES, record, at, cases);
    note(Topics.ALERTS, record, at, alerts);
    if (record.topic().equals(DELTAS)) {
      note(record, at, DriftDelta.SERDE.deserializer(), deltas);
    }
  }

  private static <V> void note(
      Topic<?, V> topic, ConsumerRecord<byte[], byte[]> record, Instant at, List<Seen<V>> into) {
    if (record.topic().equals(topic.name())) {
      note(record, at, topic.values().deserializer(), into);
    }
  }

  private static <V> void note(
      ConsumerRecord<byte[], byte[]> record,
      Instant at,
      Deserializer<V> values,
      List<Seen<V>> into) {
    V value = values.deserialize(record.topic(), record.headers(), record.value());
    String key =
        Optional.ofNullable(record.key())
            .map(k -> new String(k, StandardCharsets.UTF_8))
            .orElse("");
    into.add(new Seen<>(key, value, at));
  }

  public synchronized List<Seen<Assessment>> assessments() {
    return List.copyOf(assessments);
  }

  public synchronized List<Seen<Rejected>> rejected() {
    return List.copyOf(rejected);
  }

  public synchronized List<Seen<ExplanationRequest>> requests() {
    return List.copyOf(requests);
  }

  public synchronized List<Seen<Explanation>> explanations() {
    return List.copyOf(explanations);
  }

  public synchronized List<Seen<Case>> cases() {
    return List.copyOf(cases);
  }

  public synchronized List<Seen<Alert>> alerts() {
    return List.copyOf(alerts);
  }

  synchronized List<Seen<DriftDelta>> deltas() {
    return List.copyOf(deltas);
  }

  /** Returns every record of every topic but the log itself, as it lies there. */
  synchronized List<ConsumerRecord<byte[], byte[]>> raw() {
    return List.copyOf(raw);
  }
}
