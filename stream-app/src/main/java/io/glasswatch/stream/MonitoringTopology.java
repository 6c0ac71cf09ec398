package io.glasswatch.stream;

import static io.glasswatch.contract.Topics.ALERTS;
import static io.glasswatch.contract.Topics.ASSESSMENTS;
import static io.glasswatch.contract.Topics.CASES;
import static io.glasswatch.contract.Topics.EXPLANATIONS;
import static io.glasswatch.contract.Topics.EXPLANATION_REQUESTS;
import static io.glasswatch.contract.Topics.INTERACTIONS;
import static io.glasswatch.contract.Topics.REJECTED;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topic;
import io.glasswatch.stream.alert.AlertProcessor;
import io.glasswatch.stream.alert.Evidence;
import io.glasswatch.stream.alert.FindingEvidence;
import io.glasswatch.stream.detect.DetectProcessor;
import io.glasswatch.stream.detect.Detected;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.drift.DriftCountProcessor;
import io.glasswatch.stream.drift.DriftDelta;
import io.glasswatch.stream.drift.DriftMergeProcessor;
import io.glasswatch.stream.ingest.IngestProcessor;
import io.glasswatch.stream.ingest.Limits;
import io.glasswatch.stream.join.JoinProcessor;
import io.glasswatch.stream.join.Piece;
import io.glasswatch.stream.sample.Assessed;
import io.glasswatch.stream.sample.SampleProcessor;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The whole flow: each stage a method, each arrow a topic or a call.
 *
 * <p>Three parts run apart. The log is assessed where it lies, whatever its key. What belongs to
 * one conversation meets by conversation, what belongs to one model and segment meets by those;
 * only small records travel to get there, never the text of an interaction that nobody asks about.
 */
public final class MonitoringTopology {

  private final StreamSettings settings;
  private final StageEvents events;
  private final LongSupplier backlog;

  /**
   * @param events what the stages tell whoever counts
   * @param backlog how many requests wait for the explainers
   */
  public MonitoringTopology(StreamSettings settings, StageEvents events, LongSupplier backlog) {
    this.settings = settings;
    this.events = events;
    this.backlog = backlog;
  }

  /** Returns the flow. */
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();

    KStream<String, Interaction> interactions = ingest(read(builder, INTERACTIONS));
    KStream<String, Assessed> assessed = sample(detect(interactions));
    write(ASSESSMENTS, assessed.mapValues(Assessed::assessment, Named.as("assessment")));
    write(EXPLANATION_REQUESTS, explain(assessed));

    KStream<String, Case> cases =
        join(read(builder, EXPLANATION_REQUESTS), read(builder, EXPLANATIONS));
    write(CASES, cases);

    write(ALERTS, alert(drift(assessed), evidence(assessed, cases)));
    return builder.build();
  }

  /** Every interaction that can be read; what cannot goes to the rejected, with the reason. */
  @SuppressWarnings("unchecked")
  private KStream<String, Interaction> ingest(KStream<byte[], byte[]> log) {
    KStream<?, ?> read =
        log.process(() -> new IngestProcessor(Limits.STANDARD, events), Named.as("ingest"));
    write(REJECTED, (KStream<byte[], Rejected>) read);
    return (KStream<String, Interaction>) read;
  }

  /** Every interaction with what the detectors found in it, which is mostly nothing. */
  private KStream<String, Detected> detect(KStream<String, Interaction> interactions) {
    RuleSet rules = RuleSet.standard();
    Signals signals = Signals.standard();
    return interactions.process(
        () -> new DetectProcessor(rules, signals, events), Named.as("detect"));
  }

  /** Every interaction with the decision whether it is explained. */
  private KStream<String, Assessed> sample(KStream<String, Detected> detected) {
    double budget = settings.explanationsPerSecond() / settings.partitions();
    return detected.process(() -> new SampleProcessor(budget, backlog), Named.as("sample"));
  }

  /** A request for each interaction that is explained. */
  private KStream<String, ExplanationRequest> explain(KStream<String, Assessed> assessed) {
    return assessed
        .filter((key, item) -> item.assessment().sample().explained(), Named.as("explained"))
        .mapValues(this::request, Named.as("explanation-request"));
  }

  private ExplanationRequest request(Assessed item) {
    Instant now = Instant.now();
    return new ExplanationRequest(
        item.interaction(), item.assessment(), now, now.plus(settings.join().deadline()));
  }

  /** Each explained interaction with its findings and its explanation, or why there is none. */
  private KStream<String, Case> join(
      KStream<String, ExplanationRequest> requests, KStream<String, Explanation> explanations) {
    KStream<String, Piece> asked = requests.mapValues(Piece.Asked::new, Named.as("asked"));
    KStream<String, Piece> answered =
        explanations.mapValues(Piece.Answered::new, Named.as("answered"));
    return asked
        .merge(answered, Named.as("asked-or-answered"))
        .process(JoinProcessor.supplier(settings.join(), events), Named.as("join"));
  }

  /** Windows of each model and segment that are unlike their reference, and those that are like. */
  private KStream<String, Evidence> drift(KStream<String, Assessed> assessed) {
    KStream<String, DriftDelta> counts =
        assessed
            .mapValues(Assessed::assessment, Named.as("drift-assessment"))
            .process(
                DriftCountProcessor.supplier(settings.drift(), events), Named.as("drift-count"));
    return together(counts, "drift-counts", DriftDelta.SERDE)
        .process(DriftMergeProcessor.supplier(settings.drift(), events), Named.as("drift-merge"));
  }

  /** What single findings say for an alert. */
  private KStream<String, Evidence> evidence(
      KStream<String, Assessed> assessed, KStream<String, Case> cases) {
    KStream<String, Evidence> found =
        assessed.flatMapValues(
            item -> FindingEvidence.of(item.assessment()), Named.as("evidence-of-findings"));
    KStream<String, Evidence> scored =
        cases.flatMapValues(item -> FindingEvidence.of(item), Named.as("evidence-of-scores"));
    KStream<String, Evidence> all =
        found
            .merge(scored, Named.as("evidence-scored"))
            .map((key, e) -> KeyValue.pair(e.scope().key(), e), Named.as("evidence-by-scope"));
    return together(all, "alert-evidence", Evidence.SERDE);
  }

  /** The transitions of every alert. */
  private KStream<String, Alert> alert(
      KStream<String, Evidence> drift, KStream<String, Evidence> findings) {
    return drift
        .merge(findings, Named.as("evidence"))
        .process(AlertProcessor.supplier(events), Named.as("alert"));
  }

  private <V> KStream<String, V> together(
      KStream<String, V> byScope, String name, Serde<V> values) {
    return byScope.repartition(
        Repartitioned.with(Serdes.String(), values)
            .withName(name)
            .withNumberOfPartitions(settings.partitions()));
  }

  private static <K, V> KStream<K, V> read(StreamsBuilder builder, Topic<K, V> topic) {
    return builder.stream(
        topic.name(),
        Consumed.with(topic.keys(), topic.values()).withName("read-" + shortName(topic)));
  }

  private static <K, V> void write(Topic<K, V> topic, KStream<K, V> stream) {
    stream.to(
        topic.name(),
        Produced.with(topic.keys(), topic.values()).withName("write-" + shortName(topic)));
  }

  private static String shortName(Topic<?, ?> topic) {
    return topic.name().substring(topic.name().indexOf('.') + 1);
  }
}
