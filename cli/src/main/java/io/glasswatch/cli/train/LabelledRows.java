package io.glasswatch.cli.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Json;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.learned.RefusalHead;
import io.glasswatch.stream.detect.learned.TaggerTrainer;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import io.glasswatch.stream.ingest.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The labelled rows that the trained detectors learn from, one {@code .jsonl} file a source. */
record LabelledRows(Path folder) {

  /** Sources of responses that refuse and that do not. */
  static final List<String> REFUSALS = List.of("xstest", "gptfuzz", "hh_rlhf_harmless");

  /** Ordinary prose, from which common words are learned. */
  private static final List<String> ORDINARY =
      List.of("hh_rlhf_harmless", "gptfuzz", "xstest", "openai_moderation", "catqa", "hatecheck");

  /**
   * A row with the group that it must not be parted from when some rows are held out.
   *
   * @param group rows of one template, or of one prompt
   * @param clear false if people saw both an answer and a refusal in it
   */
  record Grouped<T>(int group, boolean clear, T row) {}

  /** Returns the texts of {@code presidio_pii} with their entities, grouped by template. */
  List<Grouped<TaggerTrainer.Labelled>> entities() throws IOException {
    List<Grouped<TaggerTrainer.Labelled>> rows = new ArrayList<>();
    for (JsonNode row : rows("presidio_pii")) {
      String text = row.get("response").asText();
      List<TaggerTrainer.Entity> entities = new ArrayList<>();
      for (JsonNode span : row.get("labels").get("spans")) {
        entities.add(
            new TaggerTrainer.Entity(
                span.get("entity_type").asText(),
                text.offsetByCodePoints(0, span.get("start").asInt()),
                text.offsetByCodePoints(0, span.get("end").asInt())));
      }
      int template = row.get("labels").get("template_id").asInt();
      rows.add(new Grouped<>(template, true, new TaggerTrainer.Labelled(text, entities)));
    }
    return rows;
  }

  /** Returns texts as people and models write them, each once. */
  List<String> ordinary() throws IOException {
    Set<String> texts = new LinkedHashSet<>();
    for (String source : ORDINARY) {
      for (JsonNode row : rows(source)) {
        texts.add(row.get("prompt").asText());
        texts.add(row.get("response").asText());
      }
    }
    return List.copyOf(texts);
  }

  /**
   * Returns responses that refuse and that do not, grouped by prompt. {@code xstest} has people's
   * labels, where a partial refusal counts as none. The others are weak: in {@code gptfuzz} a
   * harmful answer is none, and another one is if a rule says so; in {@code hh_rlhf_harmless} what
   * no rule calls a refusal is none; in {@code alpaca_eval}, ordinary requests, nothing is one.
   */
  List<Grouped<RefusalHead.Labelled>> refusals(String source, Detector detector)
      throws IOException {
    List<Grouped<RefusalHead.Labelled>> rows = new ArrayList<>();
    for (JsonNode row : rows(source)) {
      String text = row.get("response").asText();
      JsonNode labels = row.get("labels");
      Set<String> rules = rules(row, detector);
      boolean told = !rules.isEmpty();
      boolean weak = source.equals("gptfuzz") || source.equals("hh_rlhf_harmless");
      boolean refuses =
          switch (source) {
            case "xstest" -> labels.get("refused").asBoolean();
            case "gptfuzz" -> labels.get("jailbroken").asInt() == 0;
            default -> false;
          };
      if (!weak || (source.equals("gptfuzz") && !refuses) || told == refuses) {
        int group = row.get("prompt_hash").asText().hashCode();
        boolean clear = !labels.path("refusal").asText().startsWith("3_");
        rows.add(
            new Grouped<>(group, clear, new RefusalHead.Labelled(source, text, rules, refuses)));
      }
    }
    return rows;
  }

  private static Set<String> rules(JsonNode row, Detector detector) {
    return Learned.rules(findings(row, detector), Category.REFUSAL);
  }

  /** Returns what {@code detector} finds in a row, read as the stream reads it. */
  static List<Finding> findings(JsonNode row, Detector detector) {
    byte[] bytes = row.toString().getBytes(StandardCharsets.UTF_8);
    RawRecord record = new RawRecord(bytes, Instant.parse("2024-01-01T00:00:00Z"), Map.of());
    return Formats.standard().read(record) instanceof Reading.Read read
        ? detector.assess(read.interactions().get(0)).findings()
        : List.of();
  }

  private List<JsonNode> rows(String source) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(source + ".jsonl"))) {
      rows.add(Json.TEXT.readTree(line));
    }
    return rows;
  }
}
