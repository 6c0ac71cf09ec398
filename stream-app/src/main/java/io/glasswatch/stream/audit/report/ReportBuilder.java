package io.glasswatch.stream.audit.report;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Sample;
import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.report.AuditReport.Change;
import io.glasswatch.stream.audit.report.AuditReport.Done;
import io.glasswatch.stream.audit.report.AuditReport.Incident;
import io.glasswatch.stream.audit.report.AuditReport.Sampling;
import io.glasswatch.stream.audit.report.AuditReport.Step;
import io.glasswatch.stream.audit.report.AuditReport.Volumes;
import io.glasswatch.stream.audit.report.AuditReport.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the entries of all logs once, in any order of logs, and makes the report. Keeps one record
 * for each flagged, explained or incident; of the rest it keeps numbers.
 */
public final class ReportBuilder {

  private final Optional<Instant> from;
  private final Optional<Instant> to;
  private final SortedMap<String, ModelTally> models = new TreeMap<>();
  private final SortedMap<String, Long> rejected = new TreeMap<>();
  private final Set<String> flagged = new HashSet<>();
  private final Explained explained = new Explained();
  private final FindingTally findings = new FindingTally();
  private final Map<String, List<Recorded>> alerts = new LinkedHashMap<>();
  private final List<Done> operations = new ArrayList<>();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final TreeSet<Instant> assessedSeconds = new TreeSet<>();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();
  private long unreadable;

  private record Recorded(Alert alert, Instant at) {}

  /** Numbers of one model. */
  private static final class ModelTally {
    private final Estimate.Total all = new Estimate.Total();
    private long interactions;
    private long flagged;
    private long drawn;
    private double drawnWeight;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
  }

  /**
   * @param from begin, by the time of recording; empty for all there is
   * @param to end, exclusive
   */
  public ReportBuilder(Optional<Instant> from, Optional<Instant> to) {
    this.from = from;
    this.to = to;
  }

  /** Takes an entry of any log. */
  public void entry(byte[] bytes) {
    Optional<Entry> parsed = Entry.parse(bytes);
    if (parsed.isEmpty()) {
      unreadable++;
      return;
    }
    Entry entry = parsed.get();
    Instant at = entry.recordedAt();
    if (from.map(at::isBefore).orElse(false) || to.map(end -> !at.isBefore(end)).orElse(false)) {
      return;
    }
    first = Optional.of(first.filter(known -> known.isBefore(at)).orElse(at));
    last = Optional.of(last.filter(known -> known.isAfter(at)).orElse(at));
    take(entry.fact(), at);
  }

  private void take(Fact fact, Instant at) {
    if (fact instanceof Fact.Assessed assessed) {
      take(assessed, at);
    } else if (fact instanceof Fact.Answered answered) {
      explained.add(answered);
    } else if (fact instanceof Fact.Alerted alerted) {
      alerts
          .computeIfAbsent(alerted.id(), id -> new ArrayList<>())
          .add(new Recorded(alerted.alert(), at));
    } else if (fact instanceof Fact.Refused refused) {
      rejected.merge(refused.reason().id(), 1L, Long::sum);
    } else if (fact instanceof Fact.Changed changed) {
      Change change = new Change(changed.id(), changed.value(), changed.at(), changed.details());
      changes.merge(
          changed.id() + " " + changed.value(), change, (a, b) -> a.at().isBefore(b.at()) ? a : b);
    } else if (fact instanceof Fact.Operated done) {
      findings.operated(done);
      operations.add(
          new Done(done.action(), done.operator(), done.id(), done.at(), done.details()));
    }
  }

  private void take(Fact.Assessed assessed, Instant at) {
    ModelTally tally = models.computeIfAbsent(assessed.model(), m -> new ModelTally());
    tally.interactions++;
    tally.first = tally.first.isBefore(assessed.at()) ? tally.first : assessed.at();
    tally.last = tally.last.isAfter(assessed.at()) ? tally.last : assessed.at();
    Sample sample = assessed.sample();
    if (assessed.flagged()) {
      tally.flagged++;
      flagged.add(assessed.id());
    }
    if (sample.explained()) {
      tally.all.add(sample.probability());
    }
    if (sample.reason() == Sample.Reason.SAMPLED) {
      tally.drawn++;
      tally.drawnWeight += 1 / sample.probability();
    }
    findings.found(assessed.id(), assessed.findings());
    assessedSeconds.add(Instant.ofEpochSecond(at.getEpochSecond()));
  }

  /**
   * Returns the report.
   *
   * @param integrity what checking each log gave
   */
  public AuditReport build(List<LogCheck.Result> integrity) {
    explained.all().forEach(answer -> findings.found(answer.id(), answer.later()));
    long explainedOfFlagged = explained.flagged();
    List<Sampling> samplings = samplings();
    return new AuditReport(
        from,
        to,
        first,
        last,
        integrity,
        unreadable,
        watched(),
        new Volumes(
            models.values().stream().mapToLong(m -> m.interactions).sum(),
            rejected.values().stream().mapToLong(Long::longValue).sum(),
            flagged.size(),
            explainedOfFlagged,
            flagged.size() - explainedOfFlagged,
            explained.sampled()),
        rejected,
        samplings,
        findings.all(),
        explained.estimates(samplings),
        explained.quality(),
        explained.unexplained(),
        incidents(),
        operations.stream().sorted(Comparator.comparing(Done::at)).toList(),
        changes.values().stream().sorted(Comparator.comparing(Change::at)).toList(),
        longestSilence());
  }

  private List<Watched> watched() {
    List<Watched> all = new ArrayList<>();
    models.forEach(
        (model, t) -> all.add(new Watched(model, t.interactions, t.flagged, t.first, t.last)));
    return all;
  }

  private List<Sampling> samplings() {
    List<Sampling> all = new ArrayList<>();
    models.forEach(
        (model, t) ->
            all.add(
                new Sampling(
                    model,
                    t.interactions,
                    t.drawn,
                    t.all.estimate(Long.MAX_VALUE, t.drawn == 0 ? 0 : t.drawnWeight / t.drawn))));
    return all;
  }

  private List<Incident> incidents() {
    return alerts.values().stream()
        .map(ReportBuilder::incident)
        .sorted(Comparator.comparing(Incident::startedAt))
        .toList();
  }

  private static Incident incident(List<Recorded> transitions) {
    List<Recorded> inOrder =
        transitions.stream().sorted(Comparator.comparing(r -> r.alert().changedAt())).toList();
    Alert worst =
        inOrder.stream()
            .map(Recorded::alert)
            .filter(a -> a.state() == Alert.State.FIRING)
            .findFirst()
            .orElse(inOrder.get(inOrder.size() - 1).alert());
    return new Incident(
        worst.fingerprint(),
        worst.name(),
        worst.model(),
        worst.segment(),
        worst.signal(),
        worst.severity().id(),
        worst.startedAt(),
        worst.value(),
        worst.threshold(),
        worst.interaction(),
        inOrder.stream()
            .map(r -> new Step(r.alert().state().id(), r.alert().changedAt(), r.at()))
            .toList());
  }

  private double longestSilence() {
    double longest = 0;
    Instant before = null;
    for (Instant second : assessedSeconds) {
      longest =
          before == null
              ? 0
              : Math.max(longest, (double) Duration.between(before, second).toSeconds());
      before = second;
    }
    return longest;
  }
}
