package io.glasswatch.stream;

import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.audit.AuditWriter;
import io.glasswatch.stream.audit.LogTopic;
import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.LogDirectory;
import io.glasswatch.stream.audit.note.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The audit log as it lies in Kafka, held against the checkpoints of the second place.
 *
 * @param results what checking each partition's log gave
 * @param assessed the ids of all assessed interactions, as often as they are there
 * @param text all entries, one a line
 */
record AuditedLog(List<LogCheck.Result> results, List<String> assessed, String text) {

  static AuditedLog read(KafkaConnection kafka, LogDirectory second) {
    List<LogCheck.Result> results = new ArrayList<>();
    List<String> assessed = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    try (LogTopic topic = LogTopic.open(kafka)) {
      for (int partition : topic.partitions()) {
        LogCheck check =
            new LogCheck(
                AuditWriter.origin("glasswatch/glasswatch", partition),
                Checkpoint.open(second.checkpoints(partition), second.keys()));
        topic.entries(
            partition,
            entry -> {
              check.entry(entry);
              text.append(new String(entry, StandardCharsets.UTF_8)).append('\n');
              if (Entry.parse(entry).orElseThrow().fact() instanceof Fact.Assessed fact) {
                assessed.add(fact.id());
              }
            });
        results.add(check.result());
      }
    }
    return new AuditedLog(results, assessed, text.toString());
  }

  /** Returns whether no entry is without a signed checkpoint. */
  boolean allSigned() {
    return results.stream().allMatch(result -> result.signed() == result.size());
  }
}
