package io.glasswatch.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.testing.Npz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A small model as a real exporter wrote it, with what PyTorch computes for it in double precision.
 *
 * @param name the file's name without its extension
 * @param model the file
 * @param sidecar what is known of it
 */
record Golden(String name, Path model, JsonNode sidecar) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Path, Map<String, Run.Array>> LOADED = new ConcurrentHashMap<>();

  /** The folder of golden models; it need not exist. */
  static Path folder() {
    return Path.of(System.getProperty("glasswatch.root", "."), "..", "shared", "models")
        .normalize();
  }

  static List<Golden> all() {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().map(Golden::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Golden of(Path sidecar) {
    String name = sidecar.getFileName().toString().replace(".json", "");
    try {
      return new Golden(
          name, sidecar.resolveSibling(name + ".onnx"), JSON.readTree(sidecar.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean mayBeRefused() {
    return !sidecar.get("expect").asText().equals("transform");
  }

  boolean isLanguageModel() {
    return sidecar.get("task").asText().contains("causal");
  }

  int layers() {
    return sidecar.get("layers").asInt();
  }

  int inputs() {
    return sidecar.get("golden_inputs").asInt();
  }

  double tolerance(String of) {
    return sidecar.get("tolerance").get(of).asDouble();
  }

  Run.Array array(int input, String key) {
    return LOADED
        .computeIfAbsent(folder().resolve(sidecar.get("golden").asText()), Golden::load)
        .get("in" + input + "_" + key);
  }

  private static Map<String, Run.Array> load(Path file) {
    try {
      Map<String, Run.Array> arrays = new HashMap<>();
      Npz.read(file).forEach((key, a) -> arrays.put(key, new Run.Array(a.dims(), a.values())));
      return arrays;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything the model and its transform are fed. */
  Map<String, Run.Array> feeds(int input) {
    Map<String, Run.Array> feeds = new HashMap<>();
    sidecar.get("input_names").forEach(n -> feeds.put(n.asText(), array(input, n.asText())));
    if (isLanguageModel()) {
      feeds.put("target_mask", spanMask(input));
    } else {
      feeds.put("target_class", array(input, "class_index"));
    }
    return feeds;
  }

  private Run.Array spanMask(int input) {
    long[] dims = array(input, "input_ids").dims();
    double[] span = array(input, "span").values();
    double[] mask = new double[(int) (dims[0] * dims[1])];
    for (int row = 0; row < dims[0]; row++) {
      for (int t = (int) span[2 * row]; t < span[2 * row + 1]; t++) {
        mask[(int) (row * dims[1]) + t] = 1;
      }
    }
    return new Run.Array(dims, mask);
  }

  /** Zeroes the attention rows of padded queries, whose values mean nothing. */
  Run.Array kept(int input, Run.Array attention) {
    double[] mask = array(input, "attention_mask").values();
    long[] dims = attention.dims();
    int heads = (int) dims[1];
    int size = (int) dims[2];
    double[] values = attention.values().clone();
    IntStream.range(0, values.length)
        .filter(i -> mask[i / size / size / heads * size + i / size % size] == 0)
        .forEach(i -> values[i] = 0);
    return new Run.Array(dims, values);
  }

  @Override
  public String toString() {
    return name;
  }
}
