package io.glasswatch.stream.audit.report;

import io.glasswatch.stream.audit.log.LogCheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the audit log says of a time, along the steps of an audit.
 *
 * @param from begin, by the time of recording; empty for all there is
 * @param to end, exclusive
 * @param firstRecorded when the first entry of the time was recorded
 * @param lastRecorded when the last one was
 * @param integrity what checking each log gave, whole and not only of the time
 * @param unreadable entries that could not be read
 * @param models goal: the models that were watched
 * @param volumes data review: how many interactions, and what became of them
 * @param rejected data review: records that could not be read, by reason
 * @param sampling data review: whether the sample stands for the whole, by model
 * @param findings test and evaluation: what was found, by category
 * @param estimates test and evaluation: by model and category, how much of all traffic the
 *     explainer would score at or above its threshold
 * @param explanations model analysis: how well explanations hold, by method and measure
 * @param unexplained model analysis: by reason, interactions that ought to have an explanation
 * @param incidents remediation: alerts with their timeline
 * @param operations remediation: what people did
 * @param changes monitoring: changes of rules, models, settings and software
 * @param longestSilenceSeconds monitoring: longest time between two assessments
 */
public record AuditReport(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Instant> firstRecorded,
    Optional<Instant> lastRecorded,
    List<LogCheck.Result> integrity,
    long unreadable,
    List<Watched> models,
    Volumes volumes,
    SortedMap<String, Long> rejected,
    List<Sampling> sampling,
    List<Findings> findings,
    List<Estimated> estimates,
    List<Quality> explanations,
    SortedMap<String, Long> unexplained,
    List<Incident> incidents,
    List<Done> operations,
    List<Change> changes,
    double longestSilenceSeconds) {

  /**
   * How many interactions there were, and what became of them.
   *
   * @param interactions assessed
   * @param rejected records that could not be read
   * @param flagged with a finding that asks for an explanation
   * @param explained how many of the flagged have one
   * @param unexplained how many of the flagged have none
   * @param sampled explained without being flagged
   */
  public record Volumes(
      long interactions,
      long rejected,
      long flagged,
      long explained,
      long unexplained,
      long sampled) {}

  /** A model that was watched, and when. */
  public record Watched(
      String model, long interactions, long flagged, Instant first, Instant last) {}

  /**
   * Whether the sample of one model stands for the whole.
   *
   * @param interactions all of them
   * @param drawn explained by chance
   * @param estimated all of them as estimated from the flagged and the drawn: near {@code
   *     interactions} if the probabilities are right
   */
  public record Sampling(String model, long interactions, long drawn, Estimate estimated) {}

  /**
   * What was found of one category.
   *
   * @param interactions how many interactions have such a finding
   * @param bySeverity findings by severity
   * @param byRule findings by rule
   * @param reviewed how many of the interactions a person has judged
   * @param confirmed how many of those the person agreed with
   */
  public record Findings(
      String category,
      long interactions,
      Map<String, Long> bySeverity,
      Map<String, Long> byRule,
      long reviewed,
      long confirmed) {}

  /** How much of a model's traffic the explainer would score at or above its threshold. */
  public record Estimated(String model, String category, Estimate total) {}

  /** How one measure of one method was distributed. */
  public record Quality(
      String method, String measure, long count, double median, double worstTenth) {}

  /**
   * An alert with its timeline.
   *
   * @param timeline its transitions, in order
   */
  public record Incident(
      String fingerprint,
      String name,
      String model,
      String segment,
      String signal,
      String severity,
      Instant startedAt,
      double value,
      double threshold,
      Optional<String> interaction,
      List<Step> timeline) {

    /** Returns when it fired; empty if it never did. */
    public Optional<Instant> firingAt() {
      return timeline.stream().filter(s -> s.state().equals("firing")).map(Step::at).findFirst();
    }
  }

  /** A transition of an alert. */
  public record Step(String state, Instant at, Instant recordedAt) {}

  /** Something that a person did. */
  public record Done(
      String action, String operator, String target, Instant at, Map<String, String> details) {}

  /** Something by which decisions are made was seen for the first time. */
  public record Change(String what, String value, Instant at, Map<String, Object> details) {}

  /** Returns whether nothing is wrong with any of the logs. */
  public boolean intact() {
    return unreadable == 0 && integrity.stream().allMatch(LogCheck.Result::good);
  }
}
