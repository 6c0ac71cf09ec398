package io.glasswatch.stream;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.alert.AlertListener;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.attribution.AttributionEvents;
import io.glasswatch.stream.attribution.sketch.Speaker;
import io.glasswatch.stream.attribution.sketch.Weights;
import io.glasswatch.stream.audit.AuditEvents;
import io.glasswatch.stream.detect.DetectEvents;
import io.glasswatch.stream.detect.Detected;
import io.glasswatch.stream.drift.DriftListener;
import io.glasswatch.stream.drift.FairnessListener;
import io.glasswatch.stream.drift.judge.DriftVerdict;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.drift.judge.Reference;
import io.glasswatch.stream.fairness.FairnessTable;
import io.glasswatch.stream.feed.RuleEvents;
import io.glasswatch.stream.ingest.IngestEvents;
import io.glasswatch.stream.ingest.Reading;
import io.glasswatch.stream.join.JoinEvents;
import io.glasswatch.stream.mask.MaskEvents;
import io.glasswatch.stream.mask.Treatment;
import io.glasswatch.stream.metrics.StreamMetrics;
import io.glasswatch.stream.once.OnceEvents;
import io.glasswatch.stream.pair.PairEvents;
import io.glasswatch.stream.review.ReviewListener;
import io.glasswatch.stream.serve.AuditBoard;
import io.glasswatch.stream.serve.DriftBoard;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.together.TogetherEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the stages report, said in metrics. */
public final class StageEvents
    implements IngestEvents,
        PairEvents,
        OnceEvents,
        RuleEvents,
        DetectEvents,
        MaskEvents,
        JoinEvents,
        TogetherEvents,
        AttributionEvents,
        DriftListener,
        FairnessListener,
        AlertListener,
        ReviewListener,
        AuditEvents {

  private static final Logger LOGGER = LoggerFactory.getLogger(StageEvents.class);

  private final StreamMetrics metrics;

  private final DriftBoard drift;
  private final AuditBoard audit = new AuditBoard();

  /**
   * @param drift where the latest verdicts are shown
   */
  public StageEvents(StreamMetrics metrics, DriftBoard drift) {
    this.metrics = metrics;
    this.drift = drift;
  }

  /** Returns how far the audit log is signed here. */
  AuditBoard audit() {
    return audit;
  }

  @Override
  public void accepted(Reading.Read read) {
    metrics.ingest().record(read.isEmpty() ? "passed_over" : "accepted");
  }

  /** An interaction is whole, or as whole as it will be. */
  void whole(Interaction interaction) {
    metrics.interaction(interaction.model().label());
    interaction.contentMissing().ifPresent(metrics.ingest()::contentMissing);
  }

  @Override
  public void half(PairEvents.Outcome outcome) {
    metrics.ingest().half(outcome.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void again(Again how) {
    metrics.ingest().again(how);
  }

  @Override
  public void rejected(Rejected.Reason reason) {
    metrics.ingest().record("rejected");
    metrics.rejected(reason);
  }

  @Override
  public void rulesTaken(String pack, String version) {
    metrics.ingest().ruleChange("taken");
    LOGGER.atInfo().addKeyValue("pack", pack).addKeyValue("rules", version).log("rules changed");
  }

  @Override
  public void rulesRefused(String pack, String reason) {
    metrics.ingest().ruleChange("refused");
    LOGGER.atWarn().addKeyValue("pack", pack).addKeyValue("reason", reason).log("rules refused");
  }

  @Override
  public void detected(Detected detected, double seconds) {
    Interaction interaction = detected.interaction();
    String model = interaction.model().label();
    metrics.scanned(model, seconds, interaction.id(), interaction.traceId());
    detected.detection().findings().forEach(finding -> flagged(interaction, finding));
  }

  /** It was decided whether an interaction is explained. */
  void sampled(Assessment assessment) {
    metrics.sampled(assessment.model().label(), assessment.sample().reason());
  }

  @Override
  public void masked(String category, Treatment treatment) {
    metrics.masked(category, treatment.id());
  }

  @Override
  public void closed(Case complete) {
    Interaction interaction = complete.interaction();
    String model = interaction.model().label();
    Optional<String> trace = interaction.traceId();
    if (complete.explanation().orElseThrow() instanceof Explanation.Unexplained none) {
      metrics.cases().unexplained(model, none.reason(), interaction.id(), trace);
    } else {
      double seconds = Duration.between(complete.openedAt(), Instant.now()).toMillis() / 1e3;
      metrics.cases().explained(model, seconds, interaction.id(), trace);
    }
  }

  @Override
  public void foundLater(Case item, Finding finding) {
    flagged(item.interaction(), finding);
  }

  @Override
  public void late() {
    metrics.cases().late();
  }

  @Override
  public void erased() {
    metrics.cases().erased();
  }

  @Override
  public void ignored(Ignored why) {
    metrics.cases().pieceIgnored(why.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public void waiting(int partition, long cases) {
    metrics.cases().pending(partition, cases);
  }

  @Override
  public void gone(int partition) {
    metrics.cases().pendingGone(partition);
  }

  @Override
  public void unseen(Unseen why, int sightings) {
    metrics.together().unseen(why, sightings);
  }

  @Override
  public void subjectsExpired(int subjects) {
    metrics.together().expired(subjects);
  }

  @Override
  public void weighed(String model, Weights weights) {
    for (Speaker speaker : Speaker.values()) {
      metrics.attributions().mass(model, speaker.id(), weights.share(speaker));
    }
  }

  @Override
  public void unkept(Unkept why) {
    metrics.attributions().unkept(why);
  }

  @Override
  public void windowExpired() {
    metrics.attributions().expired();
  }

  @Override
  public void windowsKept(int partition, long windows) {
    metrics.attributions().kept(partition, windows);
  }

  @Override
  public void windowsGone(int partition) {
    metrics.attributions().gone(partition);
  }

  @Override
  public void judged(
      Scope scope, String signal, DriftVerdict verdict, Optional<Histograms> histograms) {
    if (verdict instanceof DriftVerdict.Stable s) {
      drift(scope, signal, s.score(), s.threshold(), s.records(), histograms);
    } else if (verdict instanceof DriftVerdict.Drifted d) {
      drift(scope, signal, d.score(), d.threshold(), d.records(), histograms);
    } else if (verdict instanceof DriftVerdict.Undecided u) {
      drift.show(DriftLine.undecided(scope.model(), scope.segment(), signal, u.seen()));
      metrics.drift().undecided(scope.model(), scope.segment(), signal, u.seen());
    }
  }

  @Override
  public void uncounted(Uncounted why, long records) {
    metrics.drift().uncounted(why.name().toLowerCase(Locale.ROOT), records);
  }

  @Override
  public void folded(String dimension) {
    metrics.drift().segmentFolded(dimension);
  }

  @Override
  public void gone(Scope scope) {
    drift
        .takeAway(scope.model(), scope.segment())
        .forEach(line -> metrics.drift().gone(line.model(), line.segment(), line.signal()));
  }

  @Override
  public void frozen(Scope scope, Reference reference) {
    metrics
        .drift()
        .frozen(scope.model(), scope.segment(), reference.version(), reference.records());
  }

  @Override
  public void thawed(Scope scope, Reference reference) {
    metrics.drift().thawed(scope.model(), scope.segment(), reference.version());
  }

  @Override
  public void compared(Scope group, FairnessTable.Row row) {
    metrics.fairness(group.model(), group.segment(), row);
  }

  @Override
  public void groupGone(Scope group) {
    metrics.fairnessGone(group.model(), group.segment());
  }

  @Override
  public void changed(Alert alert) {
    metrics.alert(alert);
  }

  @Override
  public void known(Alert alert) {
    metrics.alertStands(alert);
  }

  @Override
  public void gone(Alert alert) {
    metrics.alertGone(alert);
  }

  @Override
  public void reviewed(Review review) {
    review.rules().forEach(rule -> metrics.reviewed(review.model(), rule, review.judgement()));
  }

  @Override
  public void recorded(String kind) {
    metrics.audited(kind);
  }

  @Override
  public void head(int partition, long entries) {
    metrics.auditHead(partition, entries);
    audit.head(partition, entries);
  }

  @Override
  public void signed(int partition, long entries, Instant at) {
    metrics.auditSigned(partition, entries, at);
    audit.signed(partition, entries, at);
  }

  @Override
  public void broken(int partition) {
    metrics.auditBroken(partition);
    audit.broken(partition);
  }

  @Override
  public void unsigned() {
    metrics.auditUnsigned();
  }

  @Override
  public void handedOver(int partition) {
    metrics.auditHandedOver(partition);
    audit.takeAway(partition);
  }

  private void flagged(Interaction interaction, Finding finding) {
    metrics.flagged(interaction.model().label(), finding, interaction.id(), interaction.traceId());
  }

  private void drift(
      Scope scope,
      String signal,
      double score,
      double threshold,
      long records,
      Optional<Histograms> histograms) {
    drift.show(
        DriftLine.judged(
            scope.model(), scope.segment(), signal, score, threshold, records, histograms));
    metrics.drift().judged(scope.model(), scope.segment(), signal, score, threshold, records);
  }
}
