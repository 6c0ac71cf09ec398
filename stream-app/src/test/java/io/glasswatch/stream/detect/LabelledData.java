package io.glasswatch.stream.detect;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import io.glasswatch.stream.ingest.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The labelled sources of ../shared/data, read and assessed as the stream app does. */
final class LabelledData {

  private static final Path DATA =
      Path.of(System.getProperty("glasswatch.root", ".."), "../shared/data");

  private LabelledData() {}

  /** One row: its labels, what it says, and what was found. */
  record Row(JsonNode labels, Interaction interaction, Detection detection) {

    boolean found(String category) {
      return detection.findings().stream().anyMatch(f -> f.category().equals(category));
    }

    boolean flagged(String category) {
      return detection.findings().stream()
          .filter(f -> f.severity().atLeast(Severity.WARNING))
          .anyMatch(f -> f.category().equals(category));
    }

    List<Finding> findings(String category) {
      return detection.findings().stream().filter(f -> f.category().equals(category)).toList();
    }
  }

  static boolean present() {
    return Files.isDirectory(DATA);
  }

  static List<Row> rows(String source) throws IOException {
    Formats formats = Formats.standard();
    List<Row> rows = new ArrayList<>();
    try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard())) {
      for (String line : Files.readAllLines(DATA.resolve(source + ".jsonl"))) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        Reading reading =
            formats.read(new RawRecord(bytes, Instant.EPOCH.plusSeconds(1L << 30), Map.of()));
        Interaction interaction = ((Reading.Read) reading).interactions().get(0);
        JsonNode labels = Json.TEXT.readTree(line).get("labels");
        rows.add(new Row(labels, interaction, detector.assess(interaction)));
      }
    }
    return rows;
  }
}
