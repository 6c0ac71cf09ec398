package io.glasswatch.benchmarks.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Require;
import io.glasswatch.explainer.model.Directions;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.model.Scored;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.tokenize.Tokens;
import io.glasswatch.explainer.tokenize.Windows;
import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.Detectors;
import io.glasswatch.stream.drift.judge.DriftJudge;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How much of the traffic must be about something else until drift of embeddings tells: windows of
 * one source of labelled data, of which a share comes from another source.
 */
public final class EmbeddingDrift {

  /** The environment variable that names a folder with a JSON Lines file a source. */
  private static final String DATA = "LABELLED_DATA";

  private static final double ALPHA = 0.01;
  private static final int REFERENCE = 500;
  private static final int WINDOW = 200;
  private static final double[] SHARES = {0, 0.05, 0.1, 0.25, 0.5};
  private static final String SIGNAL = "embedding";

  /** Usual traffic and what comes into it, both of the same side of the conversation. */
  private record Pair(String usual, String other, String side) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("alpaca_eval", "hh_rlhf_harmless", "prompt"),
          new Pair("alpaca_eval", "xstest", "response"),
          new Pair("alpaca_eval", "hh_rlhf_harmless", "response"),
          new Pair("hh_rlhf_harmless", "gptfuzz", "response"));

  private final Path folder;
  private final TextModel model;
  private final Windows windows;

  private EmbeddingDrift(Path folder, TextModel model) {
    this.folder = folder;
    this.model = model;
    this.windows = Windows.within(model.settings().maxTokens(), model.tokenizer());
  }

  /** Measures it on the folder that the environment names. */
  public static Report run(Effort effort, Consumer<String> progress) throws IOException {
    String folder = System.getenv(DATA);
    Require.that(
        folder != null, "set %s to a folder with alpaca_eval.jsonl and other sources", DATA);
    try (TextModel model = TextModel.open(SafetyModel.source(), 1)) {
      return new EmbeddingDrift(Path.of(folder), model).table(effort, progress);
    }
  }

  private Report table(Effort effort, Consumer<String> progress) throws IOException {
    int draws = effort.of(500, 50, 2);
    int most = effort.of(1_100, 1_000, 100);
    StringBuilder table = new StringBuilder();
    table.append("share of %d windows found, false alarms 1 %%%n%n".formatted(draws));
    table.append("| usual | of which | directions |");
    for (double share : SHARES) {
      table.append(" %.0f %% |".formatted(100 * share));
    }
    table.append("%n|---|---|---|".formatted()).append("--:|".repeat(SHARES.length)).append('\n');
    for (Pair pair : PAIRS) {
      progress.accept(pair.toString());
      List<List<float[]>> usual = embeddings(pair.usual(), pair.side(), most);
      List<List<float[]>> other = embeddings(pair.other(), pair.side(), WINDOW);
      int width = usual.get(0).get(0).length;
      for (String kind : List.of("principal", "random")) {
        Directions directions =
            kind.equals("random")
                ? Directions.random(width)
                : Directions.of(model.settings().name(), width);
        Function<List<float[]>, List<Double>> along = directions::coordinates;
        table.append(
            "| %s, %ss | %s | %s |".formatted(pair.usual(), pair.side(), pair.other(), kind));
        for (double share : SHARES) {
          double found =
              found(
                  usual.stream().map(along).toList(),
                  other.stream().map(along).toList(),
                  share,
                  draws);
          table.append(String.format(Locale.ROOT, " %.2f |", found));
        }
        table.append('\n');
      }
    }
    return Report.of(table.toString());
  }

  /**
   * Half of the usual texts, at most 500, are the reference, and windows are drawn from the rest.
   */
  private static double found(
      List<List<Double>> usual, List<List<Double>> other, double share, int draws) {
    DriftJudge judge = new DriftJudge(Detectors.PSI, ALPHA, 20);
    Random random = new Random(1);
    int found = 0;
    for (int d = 0; d < draws; d++) {
      List<List<Double>> shuffled = new ArrayList<>(usual);
      Collections.shuffle(shuffled, random);
      int half = Math.min(REFERENCE, shuffled.size() / 2);
      WindowCounts reference = counted(shuffled.subList(0, half));
      int size = Math.min(WINDOW, shuffled.size() - half);
      int foreign = (int) Math.round(share * size);
      List<List<Double>> window = new ArrayList<>(shuffled.subList(half, half + size - foreign));
      for (int i = 0; i < foreign; i++) {
        window.add(other.get(random.nextInt(other.size())));
      }
      if (judge.judge(Reference.frozen(reference), counted(window), d).get(SIGNAL)
          instanceof Drifted) {
        found++;
      }
    }
    return (double) found / draws;
  }

  private static WindowCounts counted(List<List<Double>> vectors) {
    WindowCounts counts = new WindowCounts();
    vectors.forEach(vector -> counts.add(Measured.of(Map.of(), Map.of(SIGNAL, vector))));
    return counts;
  }

  /** Returns the embeddings of the windows of each different text. */
  private List<List<float[]>> embeddings(String source, String side, int most) throws IOException {
    Set<String> texts = new LinkedHashSet<>();
    for (String line : Files.readAllLines(file(source))) {
      JsonNode row = Json.TEXT.readTree(line);
      String text = row.path(side).asText("");
      if (!text.isBlank() && texts.size() < most) {
        texts.add(text);
      }
    }
    List<List<float[]>> embeddings = new ArrayList<>();
    for (String text : texts) {
      Tokens tokens = model.tokenizer().tokens(text);
      List<long[]> framed =
          windows.over(tokens.size()).stream()
              .map(window -> window.framed(tokens, model.tokenizer()))
              .toList();
      embeddings.add(
          model.scored(framed).stream().map(Scored::embedding).map(e -> e.orElseThrow()).toList());
    }
    return embeddings;
  }

  private Path file(String source) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.getFileName().toString().equals(source + ".jsonl"))
          .findFirst()
          .orElseThrow(() -> new IOException("%s has no %s.jsonl".formatted(folder, source)));
    }
  }
}
