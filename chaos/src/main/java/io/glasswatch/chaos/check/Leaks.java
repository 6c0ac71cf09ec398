package io.glasswatch.chaos.check;

import io.glasswatch.chaos.check.Violation.What;
import io.glasswatch.chaos.traffic.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks for text where it must not be: keys in any topic, prompts in logs and metrics. */
public final class Leaks {

  private Leaks() {}

  /**
   * Returns everything that stands where it must not.
   *
   * @param secrets keys that were leaked
   * @param logs log files of our processes
   * @param metrics what each process answered to a scrape, by name
   */
  public static List<Violation> check(
      Outcomes outcomes,
      Collection<String> secrets,
      Collection<Path> logs,
      Map<String, String> metrics)
      throws IOException {
    Set<String> found = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> record : outcomes.raw()) {
      String text = text(record.key()) + text(record.value());
      // All keys begin alike, so most records are told by that alone.
      if (text.contains("AKIA") && secrets.stream().anyMatch(text::contains)) {
        found.add("a key in the topic " + record.topic());
      }
    }
    for (Path log : logs) {
      Files.readString(log, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> holdsText(line, secrets))
          .forEach(line -> found.add("text of a record in " + log.getFileName()));
    }
    metrics.forEach(
        (process, answer) ->
            answer
                .lines()
                .filter(line -> holdsText(line, secrets))
                .forEach(line -> found.add("text of a record in the metrics of " + process)));
    List<Violation> violations = new ArrayList<>();
    found.forEach(where -> violations.add(new Violation("I6", What.LEAKED, where)));
    return violations;
  }

  private static boolean holdsText(String line, Collection<String> secrets) {
    return line.contains(Workload.CANARY)
        || line.startsWith(Workload.FORGED)
        || secrets.stream().anyMatch(line::contains);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
