package io.glasswatch.benchmarks.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Label;
import io.glasswatch.explainer.model.TextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Texts of labelled data that the shipped model flags, each with the label that stands highest
 * above its threshold. Drawn with a fixed seed, as many of every source as there are.
 *
 * @param folder JSON Lines files with {@code prompt} and {@code response}, one a source
 * @param fewest tokens of a text, at least 1
 * @param most tokens of a text: longer ones are left out, so that every method is affordable
 */
record FlaggedRows(Path folder, int fewest, int most) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns {@code count} questions, fewer if there are not so many. */
  List<Input> draw(TextModel model, int count) throws IOException {
    List<List<String[]>> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        sources.add(texts(file));
      }
    }
    List<Input> drawn = new ArrayList<>();
    while (drawn.size() < count && sources.stream().anyMatch(s -> !s.isEmpty())) {
      for (List<String[]> source : sources) {
        boolean found = drawn.size() >= count;
        while (!found && !source.isEmpty()) {
          found = question(model, source.remove(source.size() - 1), drawn);
        }
      }
    }
    return drawn;
  }

  private static List<String[]> texts(Path file) throws IOException {
    List<String[]> texts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = JSON.readTree(line);
      for (String side : List.of("prompt", "response")) {
        if (!row.path(side).asText("").isBlank()) {
          texts.add(new String[] {side, row.get(side).asText()});
        }
      }
    }
    Collections.shuffle(texts, new Random(file.getFileName().toString().hashCode()));
    return texts;
  }

  private boolean question(TextModel model, String[] text, List<Input> drawn) {
    long[] ids = model.tokenizer().tokens(text[1]).ids();
    if (ids.length < fewest || ids.length > most) {
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
