package io.glasswatch.stream;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Review;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.alert.AlertReader;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.attribution.AttributionReader;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.join.CaseReader;
import io.glasswatch.stream.join.Fingerprint;
import io.glasswatch.stream.join.NearReader;
import io.glasswatch.stream.review.ReviewReader;
import io.glasswatch.stream.serve.AuditBoard;
import io.glasswatch.stream.serve.AuditLine;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.DriftBoard;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.NearCase;
import io.glasswatch.stream.serve.NotReadyException;
import io.glasswatch.stream.serve.Part;
import io.glasswatch.stream.serve.Records;
import io.glasswatch.stream.serve.RuleStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** What the running streams of this instance know, as the web server reads it. */
final class StreamRecords implements Records {

  private final KafkaStreams streams;
  private final StreamSettings settings;
  private final Map<String, Integer> partitions;
  private final CaseReader cases;
  private final NearReader near;
  private final AlertReader alerts;
  private final ReviewReader reviews;
  private final AttributionReader attributions;
  private final DriftBoard drift;
  private final AuditBoard audit;
  private final Supplier<RuleStatus> rules;

  /**
   * @param settings how the streams were started
   * @param partitions how many there are of each topic
   * @param drift what drift has found here
   * @param audit how far the audit log is signed here
   * @param rules the rules in force
   */
  StreamRecords(
      KafkaStreams streams,
      StreamSettings settings,
      Map<String, Integer> partitions,
      DriftBoard drift,
      AuditBoard audit,
      Supplier<RuleStatus> rules) {
    this.rules = rules;
    this.streams = streams;
    this.settings = settings;
    this.partitions = Map.copyOf(partitions);
    this.cases = new CaseReader(streams);
    this.near = new NearReader(streams, cases);
    this.alerts = new AlertReader(streams);
    this.reviews = new ReviewReader(streams);
    this.attributions = new AttributionReader(streams, settings.attribution().people());
    this.drift = drift;
    this.audit = audit;
  }

  @Override
  public Part<Optional<Case>> find(String id) {
    return part(Topics.EXPLANATIONS, () -> cases.find(id));
  }

  @Override
  public Part<List<CaseLine>> recent(CaseQuery query) {
    return part(Topics.EXPLANATIONS, () -> recentCases(query).stream().map(CaseLine::of).toList());
  }

  private List<Case> recentCases(CaseQuery query) {
    Set<Integer> held = partitionsOf(Topics.EXPLANATIONS);
    Predicate<Case> wanted = item -> query.accepts(CaseLine.of(item));
    return query
        .id()
        .map(id -> cases.recentOf(id, held, wanted, query.limit()))
        .orElseGet(() -> cases.recent(held, wanted, query.limit()));
  }

  @Override
  public Part<List<NearCase>> near(Fingerprint wanted) {
    return part(
        Topics.EXPLANATIONS,
        () ->
            near.near(partitionsOf(Topics.EXPLANATIONS), wanted).stream()
                .flatMap(item -> NearCase.of(item, wanted).stream())
                .toList());
  }

  @Override
  public Part<Optional<Review>> review(String id) {
    return part(Topics.REVIEWS, () -> reviews.find(id));
  }

  @Override
  public Part<List<Alert>> alerts() {
    return part(MonitoringTopology.EVIDENCE, alerts::all);
  }

  @Override
  public Part<List<DriftLine>> drift() {
    return part(MonitoringTopology.EVIDENCE, drift::lines);
  }

  @Override
  public Part<List<AttributionSeries>> attributions(AttributionQuery query) {
    String topic =
        "%s-%s-repartition".formatted(settings.applicationId(), MonitoringTopology.ATTRIBUTIONS);
    return part(topic, settings.partitions(), () -> attributions.series(query));
  }

  /** Whoever signs nothing of a partition has nothing to say of it, so no part is missing. */
  @Override
  public Part<List<AuditLine>> audit() {
    int all = partitions.get(Topics.AUDIT.name());
    return new Part<>(audit.lines(), Set.copyOf(IntStream.range(0, all).boxed().toList()), all);
  }

  @Override
  public RuleStatus rules() {
    return rules.get();
  }

  @Override
  public boolean live() {
    return !streams.state().hasNotStarted()
        && !streams.state().isShuttingDown()
        && streams.state() != KafkaStreams.State.ERROR;
  }

  @Override
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  private <T> Part<T> part(Topic<?, ?> topic, Supplier<T> answer) {
    return part(topic.name(), partitions.get(topic.name()), answer);
  }

  /** A partition that came or went while the question was answered is not claimed. */
  private <T> Part<T> part(String topic, int of, Supplier<T> answer) {
    try {
      Set<Integer> held = partitionsOf(topic);
      T value = answer.get();
      held.retainAll(partitionsOf(topic));
      return new Part<>(value, held, of);
    } catch (InvalidStateStoreException | IllegalStateException e) {
      throw new NotReadyException(e);
    }
  }

  /** Returns the partitions of the tasks here that read {@code topic}. */
  private Set<Integer> partitionsOf(Topic<?, ?> topic) {
    return partitionsOf(topic.name());
  }

  private Set<Integer> partitionsOf(String topic) {
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .filter(partition -> partition.topic().equals(topic))
        .map(TopicPartition::partition)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
