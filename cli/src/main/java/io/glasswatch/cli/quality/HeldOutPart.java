package io.glasswatch.cli.quality;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.cli.Lines;
import io.glasswatch.contract.Json;
import io.glasswatch.explainer.train.LabelTable;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Labelled rows that weights are held against which have not seen them: all of a source or, where
 * rows tell the template that they were written from, a fifth of the source's templates.
 *
 * @param name the source, and which fifth
 * @param texts every text of the rows
 */
public record HeldOutPart(String name, Set<String> texts) {

  private static final int FIFTHS = 5;

  public HeldOutPart {
    texts = Set.copyOf(texts);
  }

  /** Returns the parts of the rows in {@code files} whose labels are known, by name. */
  public static List<HeldOutPart> in(List<Path> files) throws IOException {
    Map<String, Set<String>> texts = new TreeMap<>();
    for (Path file : files) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        Lines lines = new Lines(in);
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
          Optional<JsonNode> row = labelled(line.get());
          row.ifPresent(r -> add(r, texts.computeIfAbsent(name(r), n -> new HashSet<>())));
        }
      }
    }
    return texts.entrySet().stream().map(e -> new HeldOutPart(e.getKey(), e.getValue())).toList();
  }

  /** Tells whether a line is a row of this part. */
  public boolean has(byte[] line) {
    return labelled(line).filter(row -> name(row).equals(name)).isPresent();
  }

  /** Returns a line's row, if its labels are known. */
  static Optional<JsonNode> labelled(byte[] line) {
    try {
      return Optional.of(Json.TEXT.readTree(line))
          .filter(row -> row.has("labels") && row.has("id"))
          .filter(row -> LabelTable.knows(row.path("source").asText()));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static String name(JsonNode row) {
    String source = row.get("source").asText();
    JsonNode template = row.get("labels").path("template_id");
    return template.isInt()
        ? "%s-%d".formatted(source, new Random(template.asInt()).nextInt(FIFTHS))
        : source;
  }

  private static void add(JsonNode row, Set<String> texts) {
    texts.add(row.path("prompt").asText());
    texts.add(row.path("response").asText());
    LabelTable.texts(row.get("source").asText(), row, Use.MEASURE)
        .forEach(text -> texts.add(text.text()));
  }
}
