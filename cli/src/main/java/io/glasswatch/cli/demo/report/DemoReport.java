package io.glasswatch.cli.demo.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a demo, as {@code --report} writes it.
 *
 * @param interactions interactions that were assessed
 * @param rejected records that could not be read
 * @param malformedInjected records that were sent so that they cannot be read
 * @param flagged interactions with a finding that asks for an explanation
 * @param explained how many of the flagged have one
 * @param unexplained how many of the flagged have none
 * @param alerts every alert that fired, in order
 * @param incidents everything that was made to go wrong, in order
 * @param lagEnd records of the log that the stream app had not read at the end
 * @param problems why the demo failed; empty if all is well
 */
public record DemoReport(
    long interactions,
    long rejected,
    long malformedInjected,
    long flagged,
    long explained,
    long unexplained,
    List<FiredAlert> alerts,
    List<InjectedIncident> incidents,
    long lagEnd,
    @JsonIgnore List<String> problems) {

  /** An alert that fired. */
  public record FiredAlert(
      String name, String model, String segment, String signal, Instant firingAt) {}

  /**
   * Something that was made to go wrong.
   *
   * @param kind what
   * @param injectedAt when its first record was sent
   * @param detectedAt when its alert could be read from the topic; empty if never
   */
  public record InjectedIncident(
      String kind,
      Instant injectedAt,
      @JsonInclude(JsonInclude.Include.ALWAYS) Optional<Instant> detectedAt) {}

  public DemoReport {
    alerts = List.copyOf(alerts);
    incidents = List.copyOf(incidents);
    problems = List.copyOf(problems);
  }

  /** Returns the report as lines for a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%,d interactions assessed, %,d records rejected (%,d were sent malformed), lag %,d"
            .formatted(interactions, rejected, malformedInjected, lagEnd));
    lines.add(
        "%,d flagged, %,d of them explained, %,d not; %,d alerts fired"
            .formatted(flagged, explained, unexplained, alerts.size()));
    for (InjectedIncident incident : incidents) {
      lines.add(
          "  %-22s %s"
              .formatted(
                  incident.kind().replace('_', ' '),
                  incident
                      .detectedAt()
                      .map(at -> "detected after %.1f s".formatted(seconds(incident, at)))
                      .orElse("NOT DETECTED")));
    }
    problems.forEach(problem -> lines.add("FAILED: " + problem));
    if (problems.isEmpty()) {
      lines.add("All of it was found and explained.");
    }
    return lines;
  }

  private static double seconds(InjectedIncident incident, Instant detectedAt) {
    return (detectedAt.toEpochMilli() - incident.injectedAt().toEpochMilli()) / 1e3;
  }
}
