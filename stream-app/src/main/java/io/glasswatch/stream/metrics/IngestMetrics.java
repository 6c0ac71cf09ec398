package io.glasswatch.stream.metrics;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.MetricNames;
import io.glasswatch.stream.once.OnceEvents.Again;
import io.prometheus.client.Counter;
import java.util.Locale;

/** What becomes of the records of the log, before anything is looked for in them. */
public final class IngestMetrics {

  private final Counter records;
  private final Counter contentMissing;
  private final Counter halves;
  private final Counter again;
  private final Counter ruleChanges;

  IngestMetrics(Family family) {
    records =
        family.counter(
            MetricNames.RECORDS,
            "Records taken from the log: accepted, rejected, or passed over as about other things.",
            "outcome");
    contentMissing =
        family.counter(
            MetricNames.CONTENT_MISSING,
            "Interactions whose messages are not all that was said.",
            "reason");
    halves =
        family.counter(
            MetricNames.HALVES,
            "Requests and responses that came apart, by what became of them.",
            "outcome");
    again =
        family.counter(
            MetricNames.DUPLICATES,
            "Interactions whose id was there before: dropped as duplicates, or with other content.",
            "outcome");
    for (Again how : Again.values()) {
      again.labels(label(how));
    }
    ruleChanges =
        family.counter(
            MetricNames.RULE_CHANGES, "Rule packs that were taken or refused.", "outcome");
  }

  /** A request or a response came apart; {@code outcome} is a short fixed word. */
  public void half(String outcome) {
    halves.labels(outcome).inc();
  }

  /** An interaction came whose id was there before. */
  public void again(Again how) {
    again.labels(label(how)).inc();
  }

  private static String label(Again how) {
    return how.name().toLowerCase(Locale.ROOT);
  }

  /** A rule pack came; {@code outcome} is a short fixed word. */
  public void ruleChange(String outcome) {
    ruleChanges.labels(outcome).inc();
  }

  /** A record was taken from the log; {@code outcome} is a short fixed word. */
  public void record(String outcome) {
    records.labels(outcome).inc();
  }

  /** An interaction's messages are not all that was said. */
  public void contentMissing(ContentMissing why) {
    contentMissing.labels(why.id()).inc();
  }
}
