package io.glasswatch.benchmarks.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Label;
import io.glasswatch.explainer.model.TextModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Texts that the shipped model flags, each with the label that stands highest above its threshold.
 * Drawn with a fixed seed, as many of every source as there are.
 *
 * @param sources JSON Lines with {@code prompt} and {@code response}, by the name of their source
 * @param most tokens of a text: longer ones are left out, so that every method is affordable
 */
record FlaggedRows(Map<String, List<String>> sources, int most) {

  /** The environment variable that names a folder of labelled data. */
  static final String DATA = "LABELLED_DATA";

  private static final int FEWEST = 4;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the texts of the folder that the environment names, or else a few that come along. */
  static FlaggedRows given(int most) throws IOException {
    String folder = System.getenv(DATA);
    return folder == null ? new FlaggedRows(Map.of("few", few()), most) : of(Path.of(folder), most);
  }

  /** Returns the texts of a folder, whose every file is a source. */
  static FlaggedRows of(Path folder, int most) throws IOException {
    Map<String, List<String>> sources = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        sources.put(file.getFileName().toString(), Files.readAllLines(file));
      }
    }
    return new FlaggedRows(sources, most);
  }

  private static List<String> few() throws IOException {
    try (InputStream in = FlaggedRows.class.getResourceAsStream("flagged.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Returns {@code count} questions, fewer if there are not so many. */
  List<Input> draw(TextModel model, int count) throws IOException {
    List<List<String[]>> left = new ArrayList<>();
    for (Map.Entry<String, List<String>> source : sources.entrySet()) {
      left.add(texts(source.getValue(), source.getKey().hashCode()));
    }
    List<Input> drawn = new ArrayList<>();
    while (drawn.size() < count && left.stream().anyMatch(s -> !s.isEmpty())) {
      for (List<String[]> source : left) {
        boolean found = drawn.size() >= count;
        while (!found && !source.isEmpty()) {
          found = question(model, source.remove(source.size() - 1), drawn);
        }
      }
    }
    return drawn;
  }

  private static List<String[]> texts(List<String> lines, int seed) throws IOException {
    List<String[]> texts = new ArrayList<>();
    for (String line : lines) {
      JsonNode row = JSON.readTree(line);
      for (String side : List.of("prompt", "response")) {
        if (!row.path(side).asText("").isBlank()) {
          texts.add(new String[] {side, row.get(side).asText()});
        }
      }
    }
    Collections.shuffle(texts, new Random(seed));
    return texts;
  }

  private boolean question(TextModel model, String[] text, List<Input> drawn) {
    long[] ids = model.tokenizer().tokens(text[1]).ids();
    if (ids.length < FEWEST || ids.length > most) {
      return false;
    }
    long[] framed = model.tokenizer().framed(ids);
    double[] logits = model.logits(List.of(framed)).get(0);
    double highest = 0;
    Input question = null;
    for (Label label : model.settings().labels()) {
      boolean asked = text[0].equals("response") ? label.ofResponses() : label.ofRequests();
      double boundary = Math.log(label.threshold() / (1 - label.threshold()));
      double above = logits[label.output()] - boundary;
      if (asked && above > highest) {
        float[] weights = new float[logits.length];
        weights[label.output()] = 1;
        int before = model.tokenizer().before();
        question = Input.ofClassifier(framed, before, before + ids.length, weights, boundary);
        highest = above;
      }
    }
    if (question == null) {
      return false;
    }
    drawn.add(question);
    return true;
  }
}
