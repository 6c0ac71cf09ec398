package io.glasswatch.explainer.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads folders of labelled rows, one JSON object a line, one file a source. */
public final class LabelledTexts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN = "own_texts";
  private static final String SUFFIX = ".jsonl";

  private LabelledTexts() {}

  /**
   * Returns the labelled texts of every source in {@code folder} that {@link LabelTable} knows, in
   * a fixed order, without empty texts and without repetitions of one text, side and labels.
   */
  public static List<LabelledText> in(Path folder, Use use) throws IOException {
    Map<List<Object>, LabelledText> texts = new LinkedHashMap<>();
    for (Path file : files(folder)) {
      if (LabelTable.knows(source(file))) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
          read(source(file), lines, use, texts);
        }
      }
    }
    return List.copyOf(texts.values());
  }

  /** Returns the texts of our own that come with this module. */
  public static List<LabelledText> own() throws IOException {
    Map<List<Object>, LabelledText> texts = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                LabelledTexts.class.getResourceAsStream("own-texts.jsonl"),
                StandardCharsets.UTF_8))) {
      read(OWN, lines, Use.TRAIN, texts);
    }
    return List.copyOf(texts.values());
  }

  private static void read(
      String source, BufferedReader lines, Use use, Map<List<Object>, LabelledText> texts)
      throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      for (LabelledText text : LabelTable.texts(source, JSON.readTree(line), use)) {
        if (!text.text().isBlank() && !text.labels().isEmpty()) {
          texts.putIfAbsent(List.of(text.side(), text.text(), text.labels()), text);
        }
      }
    }
  }

  /** Returns the files of {@code folder} whose source the label table does not know. */
  public static List<String> unknownSources(Path folder) throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Path file : files(folder)) {
      if (!LabelTable.knows(source(file))) {
        unknown.add(source(file));
      }
    }
    return unknown;
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
  }

  private static String source(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
