package io.glasswatch.cli.rejected;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which of the rejected records are meant: those that fit all that is said. */
final class Choice {

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Those with this reason, e.g. unknown_format; may be given more than once.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--from-topic",
      paramLabel = "NAME",
      description = "Those that came from this topic.")
  private String topic;

  boolean takes(RejectedLog.Entry entry) {
    return (reasons.isEmpty() || reasons.contains(entry.rejected().reason().id()))
        && (topic == null || topic.equals(entry.rejected().topic()));
  }

  boolean isEmpty() {
    return reasons.isEmpty() && topic == null;
  }
}
