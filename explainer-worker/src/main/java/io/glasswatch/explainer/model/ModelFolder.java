package io.glasswatch.explainer.model;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Message;
import io.glasswatch.explainer.model.ModelSettings.Task;
import io.glasswatch.onnx.graph.OnnxReader;
import io.glasswatch.onnx.graph.OnnxWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a folder with {@code model.onnx}, {@code tokenizer.json} and, if something must be said of
 * the model, {@code glasswatch-model.yaml}.
 *
 * <p>Its keys, all optional: {@code name}, {@code task} (text-classification or causal-lm), {@code
 * labels} (a list of names, or of maps with {@code id, threshold, of: [prompt, response]}), {@code
 * activation} (sigmoid or softmax), {@code output}, {@code max_tokens}, {@code mask_token}, {@code
 * template}, {@code roles} (whose messages are judged), {@code methods}.
 */
public final class ModelFolder {

  public static final String MODEL = "model.onnx";
  public static final String TOKENIZER = "tokenizer.json";
  public static final String SETTINGS = "glasswatch-model.yaml";

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "task",
          "labels",
          "activation",
          "output",
          "max_tokens",
          "mask_token",
          "template",
          "roles",
          "methods");
  private static final Set<String> ROLES =
      Set.of(Message.SYSTEM, Message.USER, Message.TOOL, Message.ASSISTANT);

  private ModelFolder() {}

  /**
   * Reads {@code folder}.
   *
   * @throws IOException if a file is missing or cannot be read
   * @throws IllegalArgumentException if the settings are wrong, saying where
   */
  public static ModelSource read(Path folder) throws IOException {
    for (String file : List.of(MODEL, TOKENIZER)) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new IOException("there is no %s in the model folder %s".formatted(file, folder));
      }
    }
    byte[] onnx = OnnxWriter.toBytes(OnnxReader.read(folder.resolve(MODEL)));
    byte[] tokenizer = Files.readAllBytes(folder.resolve(TOKENIZER));
    Path yaml = folder.resolve(SETTINGS);
    String text = Files.isRegularFile(yaml) ? Files.readString(yaml) : "";
    ModelSettings settings =
        settings(text, String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
    ExplainerModel identity =
        new ExplainerModel(
            settings.name(),
            Sha256.of(onnx),
            Sha256.of(tokenizer),
            Sha256.of(text.getBytes(StandardCharsets.UTF_8)),
            "cpu");
    return new ModelSource(onnx, tokenizer, settings, identity);
  }

  /** Returns the settings that {@code yaml} describes. */
  static ModelSettings settings(String yaml, String folder) {
    Map<?, ?> map = map(yaml);
    for (Object key : map.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw wrong("has no key \"%s\"; there are %s".formatted(key, sorted(KEYS)));
      }
    }
    Task task =
        one(
            map,
            "task",
            "text-classification",
            Map.of("text-classification", Task.CLASSIFICATION, "causal-lm", Task.LANGUAGE_MODEL));
    boolean exclusive =
        one(map, "activation", "softmax", Map.of("softmax", true, "sigmoid", false));
    int maxTokens =
        map.get("max_tokens") == null
            ? 128
            : number(map.get("max_tokens"), "max_tokens", 8, 1 << 20).intValue();
    return new ModelSettings(
        text(map, "name").orElse(folder),
        task,
        labels(list(map, "labels")),
        exclusive,
        text(map, "output"),
        maxTokens,
        text(map, "mask_token"),
        text(map, "template").orElse(ModelSettings.PROMPT + ModelSettings.RESPONSE),
        unread(map),
        list(map, "methods").stream().map(String::valueOf).toList());
  }

  private static Map<?, ?> map(String yaml) {
    try {
      Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      if (loaded == null) {
        return Map.of();
      }
      if (loaded instanceof Map<?, ?> map) {
        return map;
      }
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(SETTINGS + " is no YAML: " + e.getMessage(), e);
    }
    throw wrong("must hold keys and values");
  }

  private static List<Label> labels(List<?> items) {
    List<Label> labels = new ArrayList<>();
    for (Object item : items) {
      Map<?, ?> map = item instanceof Map<?, ?> given ? given : Map.of("id", item);
      Object threshold = map.get("threshold");
      List<?> of = map.get("of") == null ? List.of("prompt", "response") : list(map, "of");
      labels.add(
          new Label(
              text(map, "id").orElseThrow(() -> wrong("has a label without an id")),
              labels.size(),
              threshold == null ? 0.5 : number(threshold, "threshold", 0, 1).doubleValue(),
              of.contains("prompt"),
              of.contains("response")));
    }
    return labels;
  }

  private static Set<String> unread(Map<?, ?> map) {
    List<?> read =
        map.get("roles") == null
            ? List.of(Message.USER, Message.TOOL, Message.ASSISTANT)
            : list(map, "roles");
    for (Object role : read) {
      if (!ROLES.contains(String.valueOf(role))) {
        throw wrong("has no role \"%s\"; there are %s".formatted(role, sorted(ROLES)));
      }
    }
    Set<String> unread = new HashSet<>(ROLES);
    read.forEach(role -> unread.remove(String.valueOf(role)));
    return unread;
  }

  private static Optional<String> text(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key)).map(String::valueOf);
  }

  private static List<?> list(Map<?, ?> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong("needs a list under \"%s\"".formatted(key));
  }

  private static Number number(Object value, String key, double low, double high) {
    if (value instanceof Number n && n.doubleValue() >= low && n.doubleValue() <= high) {
      return n;
    }
    throw wrong(
        String.format(
            Locale.ROOT, "needs %s from %.0f to %.0f, but has %s", key, low, high, value));
  }

  private static <T> T one(Map<?, ?> map, String key, String otherwise, Map<String, T> values) {
    String given = text(map, key).orElse(otherwise);
    if (!values.containsKey(given)) {
      throw wrong("has %s \"%s\"; there are %s".formatted(key, given, sorted(values.keySet())));
    }
    return values.get(given);
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(SETTINGS + " " + what);
  }
}
