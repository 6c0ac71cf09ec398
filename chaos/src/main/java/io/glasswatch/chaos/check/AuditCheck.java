package io.glasswatch.chaos.check;

import io.glasswatch.chaos.check.Violation.What;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.audit.AuditWriter;
import io.glasswatch.stream.audit.LogTopic;
import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.LogDirectory;
import io.glasswatch.stream.audit.note.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The audit log as it lies in Kafka, held against the checkpoints of its second place.
 *
 * @param results what checking each partition's chain gave
 * @param assessed ids of all assessed interactions, as often as they are there
 * @param refused places of all rejected records, as often as they are there
 */
public record AuditCheck(
    List<LogCheck.Result> results, List<String> assessed, List<String> refused) {

  private static final String NAME = "glasswatch/glasswatch";

  /**
   * Reads the whole log.
   *
   * @param second the directory of the checkpoints
   */
  public static AuditCheck read(String bootstrapServers, Path second) {
    LogDirectory directory = new LogDirectory(second);
    List<LogCheck.Result> results = new ArrayList<>();
    List<String> assessed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try (LogTopic topic = LogTopic.open(KafkaConnection.plain(bootstrapServers))) {
      for (int partition : topic.partitions()) {
        LogCheck check =
            new LogCheck(
                AuditWriter.origin(NAME, partition),
                Checkpoint.open(directory.checkpoints(partition), directory.keys()));
        topic.entries(
            partition,
            bytes -> {
              check.entry(bytes);
              Fact fact = Entry.parse(bytes).map(Entry::fact).orElse(null);
              if (fact instanceof Fact.Assessed) {
                assessed.add(fact.id());
              } else if (fact instanceof Fact.Refused) {
                refused.add(fact.id().substring(Topics.INTERACTIONS.name().length() + 1));
              }
            });
        results.add(check.result());
      }
    }
    return new AuditCheck(results, assessed, refused);
  }

  /** Returns whether every decision is there, and every entry signed. */
  public boolean complete(Checker checker) {
    return assessed.containsAll(checker.ids())
        && refused.containsAll(checker.refused())
        && results.stream().allMatch(result -> result.signed() == result.size());
  }

  /** Returns everything that is wrong with it. */
  public List<Violation> check(Checker checker) {
    List<Violation> violations = new ArrayList<>();
    for (LogCheck.Result result : results) {
      result
          .problems()
          .forEach(p -> violations.add(new Violation("I4", What.BROKEN_CHAIN, p.line())));
      if (result.good() && result.signed() < result.size()) {
        violations.add(
            new Violation(
                "I4",
                What.BROKEN_CHAIN,
                "%s: only %d of %d entries are signed"
                    .formatted(result.log(), result.signed(), result.size())));
      }
    }
    violations.addAll(Ids.compare("I4", "audited decisions", checker.ids(), assessed));
    violations.addAll(Ids.compare("I4", "audited refusals", checker.refused(), refused));
    return violations;
  }
}
