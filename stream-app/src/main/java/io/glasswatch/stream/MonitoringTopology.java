package io.glasswatch.stream;

import static io.glasswatch.contract.Topics.ALERTS;
import static io.glasswatch.contract.Topics.ASSESSMENTS;
import static io.glasswatch.contract.Topics.CASES;
import static io.glasswatch.contract.Topics.ERASURES;
import static io.glasswatch.contract.Topics.EXPLANATIONS;
import static io.glasswatch.contract.Topics.EXPLANATION_REQUESTS;
import static io.glasswatch.contract.Topics.FREEZES;
import static io.glasswatch.contract.Topics.INTERACTIONS;
import static io.glasswatch.contract.Topics.OPERATIONS;
import static io.glasswatch.contract.Topics.REJECTED;
import static io.glasswatch.contract.Topics.REVIEWS;
import static io.glasswatch.stream.TopicArrows.read;
import static io.glasswatch.stream.TopicArrows.write;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Erasure;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Freeze;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Review;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.alert.AlertProcessor;
import io.glasswatch.stream.alert.Evidence;
import io.glasswatch.stream.alert.FindingEvidence;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.attribution.ExplanationSignals;
import io.glasswatch.stream.attribution.KeepProcessor;
import io.glasswatch.stream.attribution.WeighProcessor;
import io.glasswatch.stream.attribution.Weighed;
import io.glasswatch.stream.audit.AuditWriter;
import io.glasswatch.stream.audit.Head;
import io.glasswatch.stream.detect.DetectProcessor;
import io.glasswatch.stream.detect.Detected;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.overtime.LaterFinding;
import io.glasswatch.stream.detect.overtime.OverTimeProcessor;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.drift.DriftCountProcessor;
import io.glasswatch.stream.drift.DriftDelta;
import io.glasswatch.stream.drift.DriftMergeProcessor;
import io.glasswatch.stream.drift.FairnessProcessor;
import io.glasswatch.stream.drift.FreezeProcessor;
import io.glasswatch.stream.drift.Observed;
import io.glasswatch.stream.ingest.Half;
import io.glasswatch.stream.ingest.IngestProcessor;
import io.glasswatch.stream.ingest.Limits;
import io.glasswatch.stream.join.EraseProcessor;
import io.glasswatch.stream.join.JoinProcessor;
import io.glasswatch.stream.join.JoinStores;
import io.glasswatch.stream.join.Joined;
import io.glasswatch.stream.join.ModelFindings;
import io.glasswatch.stream.join.Piece;
import io.glasswatch.stream.mask.MaskProcessor;
import io.glasswatch.stream.mask.MaskRejectedProcessor;
import io.glasswatch.stream.mask.TextGuard;
import io.glasswatch.stream.once.OnceProcessor;
import io.glasswatch.stream.pair.PairProcessor;
import io.glasswatch.stream.review.ReviewProcessor;
import io.glasswatch.stream.sample.Assessed;
import io.glasswatch.stream.sample.SampleProcessor;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.together.Notice;
import io.glasswatch.stream.together.SightProcessor;
import io.glasswatch.stream.together.TogetherProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The whole flow: each stage a method, each arrow a topic or a call.
 *
 * <p>Three parts run apart. The log is assessed where it lies, whatever its key. What belongs to
 * one conversation meets by conversation, what belongs to one model and segment meets by those;
 * only small records travel to get there, never the text of an interaction that nobody asks about.
 */
public final class MonitoringTopology {

  /** What speaks for an alert or against it, keyed by model and segment; read only by us. */
  static final Topic<String, Evidence> EVIDENCE =
      new Topic<>("llm.evidence", Serdes.String(), Evidence.SERDE);

  /** What patterns over many conversations found, keyed by conversation; read only by us. */
  static final Topic<String, LaterFinding> LATER_FINDINGS =
      new Topic<>(
          "llm.later-findings",
          Serdes.String(),
          io.glasswatch.contract.Serdes.binary(LaterFinding.class));

  /** The internal topic of weighed attributions. */
  static final String ATTRIBUTIONS = "attributions";

  /** What the names of the parts that watch what is explained for drift begin with. */
  private static final String OF_ATTRIBUTIONS = "attribution-";

  /** How long a conversation is remembered after its latest turn. */
  private static final Duration HISTORY = Duration.ofHours(24);

  private static final Named ASSESSMENT = Named.as("assessment");

  private final StreamSettings settings;
  private final StageEvents events;
  private final LongSupplier backlog;
  private final Supplier<RuleSet> rules;
  private final Learned learned;
  private final InstantSource clock;

  /**
   * @param events what the stages tell whoever counts
   * @param backlog how many requests wait for the explainers
   * @param rules the rules in force
   * @param learned the trained detectors
   * @param clock when explanations are asked for
   */
  public MonitoringTopology(
      StreamSettings settings,
      StageEvents events,
      LongSupplier backlog,
      Supplier<RuleSet> rules,
      Learned learned,
      InstantSource clock) {
    this.settings = settings;
    this.events = events;
    this.backlog = backlog;
    this.rules = rules;
    this.learned = learned;
    this.clock = clock;
  }

  /** Returns the topics that are written and read by us alone. */
  static List<Topic<?, ?>> ownTopics() {
    return List.of(EVIDENCE, LATER_FINDINGS, Head.TOPIC);
  }

  /** Returns the topics that must share their number of partitions. */
  static Set<Topic<?, ?>> coPartitioned() {
    return Stream.concat(Topics.CO_PARTITIONED.stream(), Stream.of(LATER_FINDINGS))
        .collect(Collectors.toSet());
  }

  /** Returns the flow, without an audit log. */
  public Topology build() {
    return build(Optional.empty());
  }

  /** Returns the flow with an audit log, if there is somebody who writes it. */
  public Topology build(Optional<AuditWriter> audit) {
    StreamsBuilder builder = new StreamsBuilder();

    KStream<String, Interaction> interactions = ingest(read(builder, INTERACTIONS));
    KStream<String, Assessed> assessed = sample(detect(interactions));
    KStream<String, Assessment> assessments = assessed.mapValues(Assessed::assessment, ASSESSMENT);
    write(ASSESSMENTS, assessments);
    write(EXPLANATION_REQUESTS, explain(mask(assessed)));
    write(EVIDENCE, "findings", inFindings(assessments));

    KStream<String, Assessment> known = read(builder, ASSESSMENTS);
    KStream<String, LaterFinding> later =
        detectOverTime(known).merge(read(builder, LATER_FINDINGS), Named.as("later"));
    KStream<String, Joined> joined =
        join(read(builder, EXPLANATION_REQUESTS), read(builder, EXPLANATIONS), later);
    KStream<String, Case> cases = joined.mapValues(Joined::item, Named.as("cases"));
    KStream<String, ?> erased = erase(read(builder, ERASURES));
    KStream<String, Case> written = cases.merge(withoutText(erased), Named.as("cases-or-erased"));
    write(CASES, written);
    write(LATER_FINDINGS, "together", detectTogether(assessed, forgotten(erased)));
    write(EVIDENCE, "later-findings", inLaterFindings(later));
    write(EVIDENCE, "scores", inScores(cases));

    KStream<String, Review> reviews = read(builder, REVIEWS);
    review(reviews);
    KStream<String, DriftDelta> counts = count("", assessments, Observed::of);
    fairness(counts);
    KStream<String, Case> explained = explained(joined);
    keepAttributions(explained);
    KStream<String, Evidence> drift =
        drift("", counts).merge(driftOfExplained(explained), Named.as("drift"));
    write(OPERATIONS, "freezes", freeze(read(builder, FREEZES)));
    write(ALERTS, alert(drift, read(builder, EVIDENCE)));
    audit.ifPresent(writer -> AuditFlow.add(writer, builder, known, written, reviews));
    return builder.build();
  }

  /** Every interaction that can be read; what cannot goes to the rejected, with the reason. */
  @SuppressWarnings("unchecked")
  private KStream<String, Interaction> ingest(KStream<byte[], byte[]> log) {
    KStream<?, ?> read =
        log.process(() -> new IngestProcessor(Limits.STANDARD, events), Named.as("ingest"));
    write(REJECTED, maskRejected((KStream<byte[], Rejected>) read));
    KStream<String, Interaction> whole =
        ((KStream<String, Interaction>) read)
            .merge(pair((KStream<String, Half>) read), Named.as(IngestProcessor.INTERACTIONS_TO));
    return once(whole)
        .peek((key, interaction) -> events.whole(interaction), Named.as("count-interactions"));
  }

  /** Requests and responses that come apart meet by what both carry. */
  private KStream<String, Interaction> pair(KStream<String, Half> read) {
    return read.filter((pair, half) -> true, Named.as(IngestProcessor.HALVES_TO))
        .repartition(
            Repartitioned.with(Serdes.String(), Half.SERDE)
                .withName("halves")
                .withNumberOfPartitions(settings.partitions()))
        .process(PairProcessor.supplier(settings.pairDeadline(), events), Named.as("pair"));
  }

  /** Every interaction once, however often its producer sends it. */
  private KStream<String, Interaction> once(KStream<String, Interaction> interactions) {
    Duration window = settings.duplicateWindow();
    return window.isZero()
        ? interactions
        : interactions.process(OnceProcessor.supplier(window, events), Named.as("once"));
  }

  /** Every interaction with what the detectors found in it, which is mostly nothing. */
  private KStream<String, Detected> detect(KStream<String, Interaction> interactions) {
    Signals signals = Signals.standard();
    return interactions.process(
        () -> new DetectProcessor(rules, learned, signals, events), Named.as("detect"));
  }

  /** Every interaction with the decision whether it is explained. */
  private KStream<String, Assessed> sample(KStream<String, Detected> detected) {
    double budget = settings.explanationsPerSecond() / settings.partitions();
    return detected
        .process(() -> new SampleProcessor(budget, backlog), Named.as("sample"))
        .peek((key, item) -> events.sampled(item.assessment()), Named.as("count-sampled"));
  }

  /** The interactions that are explained, with the text that may be stored of them. */
  private KStream<String, Assessed> mask(KStream<String, Assessed> assessed) {
    return assessed
        .filter((key, item) -> item.assessment().sample().explained(), Named.as("explained"))
        .process(() -> new MaskProcessor(this::guard), Named.as("mask"));
  }

  private TextGuard guard() {
    return new TextGuard(settings.mask(), rules, events);
  }

  /** What may be stored of the records that cannot be read. */
  private KStream<byte[], Rejected> maskRejected(KStream<byte[], Rejected> rejected) {
    return rejected.process(
        () -> new MaskRejectedProcessor(this::guard), Named.as(IngestProcessor.REJECTED_TO));
  }

  /** A request for each interaction that is explained. */
  private KStream<String, ExplanationRequest> explain(KStream<String, Assessed> masked) {
    return masked.mapValues(this::request, Named.as("explanation-request"));
  }

  private ExplanationRequest request(Assessed item) {
    Instant now = clock.instant();
    return new ExplanationRequest(
        item.interaction(), item.assessment(), now, now.plus(settings.join().deadline()));
  }

  /** Findings that only several conversations together show: of a user, a tenant, a secret. */
  private KStream<String, LaterFinding> detectTogether(
      KStream<String, Assessed> assessed, KStream<String, Notice> forgotten) {
    return assessed
        .process(() -> new SightProcessor(settings.mask().key(), events), Named.as("sight"))
        .merge(forgotten, Named.as("sighted-or-forgotten"))
        .repartition(
            Repartitioned.with(Serdes.String(), Notice.SERDE)
                .withStreamPartitioner(Notice.TO_WHOM_IT_CONCERNS)
                .withName("sightings")
                .withNumberOfPartitions(settings.partitions()))
        .process(TogetherProcessor.supplier(events), Named.as("detect-together"));
  }

  /** Findings that only several interactions of a conversation together show. */
  private KStream<String, LaterFinding> detectOverTime(KStream<String, Assessment> assessments) {
    return assessments.process(
        new ProcessorsWithStores<>(
            () -> new OverTimeProcessor(HISTORY), Set.of(OverTimeProcessor.STORE.builder())),
        Named.as("detect-over-time"));
  }

  /** Each explained interaction with its findings and its explanation, or why there is none. */
  private KStream<String, Joined> join(
      KStream<String, ExplanationRequest> requests,
      KStream<String, Explanation> explanations,
      KStream<String, LaterFinding> later) {
    KStream<String, Piece> asked = requests.mapValues(Piece.Asked::new, Named.as("asked"));
    KStream<String, Piece> answered =
        explanations.mapValues(Piece.Answered::new, Named.as("answered"));
    KStream<String, Piece> found =
        later.mapValues(
            l -> new Piece.FoundLater(l.interaction(), l.finding()), Named.as("found-later"));
    return asked
        .merge(answered, Named.as("asked-or-answered"))
        .merge(found, Named.as("pieces"))
        .process(
            JoinProcessor.supplier(settings.join(), this::modelFindings, events), Named.as("join"));
  }

  /** What loses its texts because somebody asked for it. */
  @SuppressWarnings("unchecked")
  private KStream<String, ?> erase(KStream<String, Erasure> erasures) {
    KStream<String, ?> erased =
        erasures.process(
            () -> new EraseProcessor(events),
            Named.as("erase"),
            JoinStores.CASES,
            JoinStores.FINGERPRINTS);
    write(
        OPERATIONS,
        ((KStream<String, Operation>) erased)
            .filter((key, done) -> true, Named.as(EraseProcessor.OPERATIONS_TO)));
    return erased;
  }

  /** The cases as they are once they have lost their texts. */
  @SuppressWarnings("unchecked")
  private static KStream<String, Case> withoutText(KStream<String, ?> erased) {
    return ((KStream<String, Case>) erased)
        .filter((key, item) -> true, Named.as(EraseProcessor.CASES_TO));
  }

  /** The interactions in which nobody is to be remembered any longer. */
  @SuppressWarnings("unchecked")
  private static KStream<String, Notice> forgotten(KStream<String, ?> erased) {
    return ((KStream<String, Notice>) erased)
        .filter((key, item) -> true, Named.as(EraseProcessor.FORGOTTEN_TO));
  }

  /** The settings' thresholds, and over them those of the rules in force. */
  private ModelFindings modelFindings() {
    return new ModelFindings(settings.join().modelThresholds()).with(rules.get().thresholds());
  }

  /** What single findings say for an alert. */
  private KStream<String, Evidence> inFindings(KStream<String, Assessment> assessments) {
    return assessments
        .flatMapValues(item -> FindingEvidence.of(item), Named.as("in-findings"))
        .selectKey((key, e) -> e.scope().key(), Named.as("findings-by-scope"));
  }

  /** What findings over time say for an alert. */
  private KStream<String, Evidence> inLaterFindings(KStream<String, LaterFinding> later) {
    return later
        .flatMapValues(l -> FindingEvidence.of(l).stream().toList(), Named.as("in-later-findings"))
        .selectKey((key, e) -> e.scope().key(), Named.as("later-findings-by-scope"));
  }

  /** What the explainer's scores say for an alert. */
  private KStream<String, Evidence> inScores(KStream<String, Case> cases) {
    return cases
        .flatMapValues(item -> FindingEvidence.of(item), Named.as("in-scores"))
        .selectKey((key, e) -> e.scope().key(), Named.as("scores-by-scope"));
  }

  /** Windows of each model and segment that are unlike their reference, and those that are like. */
  private KStream<String, Evidence> drift(String of, KStream<String, DriftDelta> counts) {
    return counts.process(
        DriftMergeProcessor.supplier(of, settings.drift(), events), Named.as(of + "drift-merge"));
  }

  /** Each case once, when its explanation comes. */
  private static KStream<String, Case> explained(KStream<String, Joined> joined) {
    return joined
        .filter((key, joint) -> joint.explainedNow(), Named.as("explained-now"))
        .mapValues(Joined::item, Named.as("explained-cases"));
  }

  /** Which words, roles and places carry the scores, by model and segment; shown, not sent on. */
  private void keepAttributions(KStream<String, Case> explained) {
    explained
        .process(
            WeighProcessor.supplier(settings.attribution(), settings.drift(), events),
            Named.as("weigh-attributions"))
        .repartition(
            Repartitioned.with(Serdes.String(), Weighed.SERDE)
                .withName(ATTRIBUTIONS)
                .withNumberOfPartitions(settings.partitions()))
        .process(
            KeepProcessor.supplier(settings.attribution(), events), Named.as("keep-attributions"));
  }

  /**
   * Windows in which other roles or places carry the scores than usual, or texts are about
   * something else. Only what was drawn for the sample counts: the flagged change with every
   * incident.
   */
  private KStream<String, Evidence> driftOfExplained(KStream<String, Case> explained) {
    KStream<String, Observed> observed =
        explained
            .filter((key, item) -> !item.assessment().flagged(), Named.as("sampled-explained"))
            .flatMapValues(
                item -> ExplanationSignals.of(item).stream().toList(),
                Named.as("attribution-signals"));
    return drift(OF_ATTRIBUTIONS, count(OF_ATTRIBUTIONS, observed, each -> each));
  }

  /** How the groups of each segment dimension fare beside each other; shown, not sent on. */
  private void fairness(KStream<String, DriftDelta> counts) {
    counts.process(FairnessProcessor.supplier(settings.fairness(), events), Named.as("fairness"));
  }

  /** What every task has counted, by model and segment. */
  private <V> KStream<String, DriftDelta> count(
      String of, KStream<String, V> stream, Function<V, Observed> observe) {
    return stream
        .process(
            DriftCountProcessor.supplier(of, observe, settings.drift(), events),
            Named.as(of + "drift-count"))
        .repartition(
            Repartitioned.with(Serdes.String(), DriftDelta.SERDE)
                .withStreamPartitioner(DriftMergeProcessor.byDimension())
                .withName(of + "drift-counts")
                .withNumberOfPartitions(settings.partitions()));
  }

  /** New references of what {@link #drift} watches, where people ask for them. */
  private KStream<String, Operation> freeze(KStream<String, Freeze> freezes) {
    return freezes
        .selectKey(
            (key, asked) -> new Scope(asked.model(), asked.segment()).key(),
            Named.as("freezes-by-scope"))
        .repartition(
            Repartitioned.with(Serdes.String(), FREEZES.values())
                .withStreamPartitioner(DriftMergeProcessor.byDimension())
                .withName("freezes")
                .withNumberOfPartitions(settings.partitions()))
        .process(
            () -> new FreezeProcessor(settings.drift()),
            Named.as("freeze"),
            DriftMergeProcessor.SERIES,
            DriftMergeProcessor.REFERENCES);
  }

  /** What people say of cases, kept beside them. */
  private void review(KStream<String, Review> reviews) {
    reviews.process(
        ReviewProcessor.supplier(settings.join().retention(), events), Named.as("review"));
  }

  /** The transitions of every alert. */
  private KStream<String, Alert> alert(
      KStream<String, Evidence> drift, KStream<String, Evidence> findings) {
    return drift
        .merge(findings, Named.as("evidence"))
        .process(AlertProcessor.supplier(events), Named.as("alert"));
  }
}
