package io.glasswatch.cli.demo.report;

import io.glasswatch.cli.demo.report.DemoReport.FiredAlert;
import io.glasswatch.cli.demo.report.DemoReport.InjectedIncident;
import io.glasswatch.cli.demo.traffic.Incident;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was sent, held against what came out. One thread tells what was sent, another what came out,
 * in any order; reading is safe at any time.
 */
public final class Ledger {

  /** The report's name for the malformed records taken together. */
  public static final String MALFORMED = "malformed_records";

  private static final double EXPLAINED_AT_LEAST = 0.99;

  private final Map<Incident, Instant> injected = new EnumMap<>(Incident.class);
  private final Map<Incident, Instant> detected = new EnumMap<>(Incident.class);
  private final Set<Position> malformed = new HashSet<>();
  private final Set<Position> refused = new HashSet<>();
  private final Set<String> flagged = new HashSet<>();
  private final Set<String> explained = new HashSet<>();
  private final Set<String> closed = new HashSet<>();
  private final List<FiredAlert> alerts = new ArrayList<>();
  private Optional<Instant> firstMalformed = Optional.empty();
  private Optional<Instant> allMalformedRefused = Optional.empty();
  private long sent;
  private long failed;
  private long assessed;

  /** Where a record lies in the log. */
  private record Position(int partition, long offset) {}

  /**
   * Where things stand.
   *
   * @param sent records that Kafka acknowledged
   * @param assessed interactions that were assessed
   * @param rejected records that could not be read
   * @param flagged interactions that ask for an explanation
   * @param explained how many of them have one
   * @param alerts alerts that fired
   */
  public record Standing(
      long sent, long assessed, long rejected, long flagged, long explained, long alerts) {}

  /** Notes a record that the log has taken. */
  public synchronized void sent(int partition, long offset, boolean isMalformed, Instant at) {
    sent++;
    if (isMalformed) {
      malformed.add(new Position(partition, offset));
      firstMalformed = Optional.of(firstMalformed.orElse(at));
    }
  }

  /** Notes a record that the log has not taken. */
  public synchronized void failed() {
    failed++;
  }

  /** Notes that {@code incident} began. */
  public synchronized void injected(Incident incident, Instant at) {
    injected.put(incident, at);
  }

  public synchronized void assessed(Assessment assessment) {
    assessed++;
    if (assessment.flagged()) {
      flagged.add(assessment.interaction());
    }
  }

  public synchronized void rejected(Rejected record, Instant seenAt) {
    refused.add(new Position(record.partition(), record.offset()));
    if (!malformed.isEmpty() && refused.containsAll(malformed)) {
      allMalformedRefused = Optional.of(seenAt);
    }
  }

  /** Notes a case; returns whether it is the first explanation of its interaction. */
  public synchronized boolean closed(Case record) {
    String id = record.interaction().id();
    closed.add(id);
    return record.explanation().filter(Explanation.Explained.class::isInstance).isPresent()
        && explained.add(id);
  }

  /** Notes an alert; returns the incident that it tells of for the first time. */
  public synchronized Optional<Incident> alerted(Alert alert, Instant seenAt) {
    if (alert.state() != Alert.State.FIRING) {
      return Optional.empty();
    }
    alerts.add(
        new FiredAlert(
            alert.name(), alert.model(), alert.segment(), alert.signal(), alert.changedAt()));
    for (Map.Entry<Incident, Instant> entry : injected.entrySet()) {
      boolean inTime = !alert.changedAt().isBefore(entry.getValue());
      if (inTime && entry.getKey().toldBy(alert) && !detected.containsKey(entry.getKey())) {
        detected.put(entry.getKey(), seenAt);
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  public synchronized Standing standing() {
    return new Standing(
        sent, assessed, refused.size(), flagged.size(), flaggedAnd(explained), alerts.size());
  }

  /** Returns whether nothing is open any more: no record, no case, no incident. */
  public synchronized boolean settled() {
    return sent == assessed + refused.size()
        && closed.containsAll(flagged)
        && detected.keySet().containsAll(injected.keySet())
        && refused.containsAll(malformed);
  }

  /** Returns the report as things stand. */
  public synchronized DemoReport report(long lagEnd) {
    long explainedOfFlagged = flaggedAnd(explained);
    return new DemoReport(
        assessed,
        refused.size(),
        malformed.size(),
        flagged.size(),
        explainedOfFlagged,
        flagged.size() - explainedOfFlagged,
        alerts,
        incidents(),
        lagEnd,
        problems(explainedOfFlagged));
  }

  private List<InjectedIncident> incidents() {
    List<InjectedIncident> incidents = new ArrayList<>();
    firstMalformed.ifPresent(
        at ->
            incidents.add(
                new InjectedIncident(
                    MALFORMED,
                    at,
                    refused.containsAll(malformed) ? allMalformedRefused : Optional.empty())));
    injected.forEach(
        (incident, at) ->
            incidents.add(
                new InjectedIncident(
                    incident.id(), at, Optional.ofNullable(detected.get(incident)))));
    return incidents;
  }

  private List<String> problems(long explainedOfFlagged) {
    List<String> problems = new ArrayList<>();
    for (Incident incident : Incident.values()) {
      if (!injected.containsKey(incident)) {
        problems.add("%s was not injected: the demo ended too early".formatted(incident.title()));
      } else if (!detected.containsKey(incident)) {
        problems.add("no alert told of the %s".formatted(incident.title()));
      }
    }
    long missing = malformed.stream().filter(position -> !refused.contains(position)).count();
    if (missing > 0) {
      problems.add(
          "%d of %d malformed records are not in the rejected topic"
              .formatted(missing, malformed.size()));
    }
    if (explainedOfFlagged < EXPLAINED_AT_LEAST * flagged.size()) {
      problems.add(
          "%d of %d flagged interactions are explained, fewer than 99 %%"
              .formatted(explainedOfFlagged, flagged.size()));
    }
    if (sent != assessed + refused.size()) {
      problems.add(
          "%d records were sent, but %d assessed and %d rejected"
              .formatted(sent, assessed, refused.size()));
    }
    if (failed > 0) {
      problems.add("%d records could not be sent".formatted(failed));
    }
    return problems;
  }

  private long flaggedAnd(Set<String> others) {
    return flagged.stream().filter(others::contains).count();
  }
}
