package io.glasswatch.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.contract.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of two real models to the same instructions, arriving as in a real trace. */
@Tag("full")
class ModelSwapTest {

  private static final Path DATA =
      Path.of(System.getProperty("glasswatch.root", ".."), "../shared/data");
  private static final Set<String> STYLE = Set.of("type_token_ratio", "list_share", "pii_score");

  private static final List<String> MODELS = List.of("gpt4", "alpaca-7b");

  @TempDir private Path dir;

  @BeforeEach
  void needsTheData() {
    Assumptions.assumeTrue(Files.isDirectory(DATA), "../shared/data is absent");
  }

  @Test
  void aSilentSwapIsDriftOfLengthAndStyle() throws IOException {
    assertThat(drifted(Map.of(0, "bot", 1, "bot"), true, "critical"))
        .contains("response_length")
        .containsAnyElementsOf(STYLE);
  }

  @Test
  void aNewModelIsToldToBeUnlikeTheOldOneForInformation() throws IOException {
    assertThat(drifted(Map.of(), true, "info"))
        .contains("response_length")
        .containsAnyElementsOf(STYLE);
    assertThat(drifted(Map.of(), true, "critical")).isEmpty();
  }

  @Test
  void theSameModelAgainIsNoDrift() throws IOException {
    Map<Integer, String> one = Map.of(0, "bot", 1, "bot");

    assertThat(drifted(one, false, "info")).isEmpty();
    assertThat(drifted(one, false, "warning")).isEmpty();
    assertThat(drifted(one, false, "critical")).isEmpty();
  }

  /**
   * Returns the signals with a drift alert of {@code severity}.
   *
   * @param names what each half of the log calls its model; by default what the data does
   * @param swap whether the second half comes from another model
   */
  private Set<String> drifted(Map<Integer, String> names, boolean swap, String severity)
      throws IOException {
    Map<String, List<JsonNode>> models = new TreeMap<>();
    for (String line : Files.readAllLines(DATA.resolve("eval-only/alpaca_eval.jsonl"))) {
      JsonNode row = Json.TEXT.readTree(line);
      models.computeIfAbsent(row.get("model").asText(), m -> new ArrayList<>()).add(row);
    }
    List<String> times = Files.readAllLines(DATA.resolve("traces/azure-llm-conversations.csv"));
    List<String> log = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      for (JsonNode row : models.get(MODELS.get(swap ? half : 0))) {
        String arrival = times.get(1 + log.size());
        String time = arrival.substring(0, arrival.indexOf(',')).replace(' ', 'T') + "Z";
        ObjectNode record = row.deepCopy();
        record.put("id", row.get("id").asText() + "#" + half);
        record.put("time", time);
        record.put("model", names.getOrDefault(half, row.get("model").asText()));
        log.add(record.toString());
      }
    }
    Path file = Files.write(dir.resolve("log.jsonl"), log);
    CommandLineRun run =
        CommandLineRun.of("backtest", file.toString(), "--out", dir.resolve("out").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(dir.resolve("out/alerts.jsonl"))) {
      alerts.add(Json.TEXT.readTree(line));
    }
    return alerts.stream()
        .filter(a -> a.get("name").asText().equals("LlmResponseDrift"))
        .filter(a -> a.get("severity").asText().equals(severity))
        .map(a -> a.get("signal").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
