package io.glasswatch.explainer.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The small network on top of the encoder: a window's mean hidden state into one logit a category.
 *
 * <p>{@code logits = tanh(x W1 + b1) W2 + b2} with x of shape [inputs]. Its file is one line of
 * JSON ({@code inputs, hidden, thresholds by category in output order, trained_on}) and then W1,
 * b1, W2, b2 as little-endian float32, matrices by rows.
 *
 * @param inputs numbers in the encoder's hidden state
 * @param hidden units in the hidden layer
 * @param w1 shape [inputs * hidden]
 * @param b1 shape [hidden]
 * @param w2 shape [hidden * categories]
 * @param b2 shape [categories]
 * @param thresholds probability from which on a category counts as found, 0 to 1, every category
 * @param trainedOn SHA-256 of the training texts and labels, in hexadecimal
 */
public record SafetyHead(
    int inputs,
    int hidden,
    float[] w1,
    float[] b1,
    float[] w2,
    float[] b2,
    Map<Category, Double> thresholds,
    String trainedOn) {

  private static final String SHIPPED = "safety-head.bin";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OUTPUTS = Category.values().length;

  public SafetyHead {
    if (w1.length != inputs * hidden
        || b1.length != hidden
        || w2.length != hidden * OUTPUTS
        || b2.length != OUTPUTS) {
      throw new IllegalArgumentException(
          "weights do not fit %d inputs, %d hidden units and %d categories"
              .formatted(inputs, hidden, OUTPUTS));
    }
    if (thresholds.size() != OUTPUTS) {
      throw new IllegalArgumentException(
          "every category needs a threshold, but only %s have one".formatted(thresholds.keySet()));
    }
    thresholds = java.util.Collections.unmodifiableMap(new EnumMap<>(thresholds));
  }

  /** Returns the file of the head that is shipped with this version. */
  public static byte[] shippedFile() {
    try (InputStream in = SafetyHead.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource %s is missing: run ./glasswatch train-head".formatted(SHIPPED));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the logits of one window, shape [categories]; the same sum that runs in the graph. */
  public double[] logits(float[] x) {
    double[] logits = new double[OUTPUTS];
    for (int c = 0; c < OUTPUTS; c++) {
      logits[c] = b2[c];
    }
    float[] units = units(x);
    for (int u = 0; u < hidden; u++) {
      for (int c = 0; c < OUTPUTS; c++) {
        logits[c] += units[u] * w2[u * OUTPUTS + c];
      }
    }
    return logits;
  }

  private float[] units(float[] x) {
    float[] units = b1.clone();
    for (int i = 0; i < inputs; i++) {
      float xi = x[i];
      int row = i * hidden;
      for (int u = 0; u < hidden; u++) {
        units[u] += xi * w1[row + u];
      }
    }
    for (int u = 0; u < hidden; u++) {
      units[u] = (float) Math.tanh(units[u]);
    }
    return units;
  }

  /** Returns the same weights with other thresholds. */
  public SafetyHead withThresholds(Map<Category, Double> others) {
    return new SafetyHead(inputs, hidden, w1, b1, w2, b2, others, trainedOn);
  }

  /** Returns the head's file. */
  public byte[] toFile() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("inputs", inputs);
    header.put("hidden", hidden);
    Map<String, Double> named = new LinkedHashMap<>();
    thresholds.forEach((category, threshold) -> named.put(category.id(), threshold));
    header.put("thresholds", named);
    header.put("trained_on", trainedOn);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(JSON.writeValueAsBytes(header));
      out.write('\n');
      int floats = w1.length + b1.length + w2.length + b2.length;
      ByteBuffer numbers = ByteBuffer.allocate(4 * floats).order(ByteOrder.LITTLE_ENDIAN);
      numbers.asFloatBuffer().put(w1).put(b1).put(w2).put(b2);
      out.write(numbers.array());
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what {@link #toFile} wrote. */
  public static SafetyHead read(byte[] file) {
    int end = 0;
    while (end < file.length && file[end] != '\n') {
      end++;
    }
    Map<String, Object> header = header(new String(file, 0, end, StandardCharsets.UTF_8));
    int inputs = ((Number) header.get("inputs")).intValue();
    int hidden = ((Number) header.get("hidden")).intValue();
    int floats = inputs * hidden + hidden + hidden * OUTPUTS + OUTPUTS;
    if (file.length - end - 1 != 4 * floats) {
      throw new IllegalArgumentException(
          "safety head must hold %d numbers, but holds %d bytes"
              .formatted(floats, file.length - end - 1));
    }
    float[] all = new float[floats];
    ByteBuffer.wrap(file, end + 1, 4 * floats)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(all);
    int w1 = inputs * hidden;
    int b1 = w1 + hidden;
    int w2 = b1 + hidden * OUTPUTS;
    return new SafetyHead(
        inputs,
        hidden,
        Arrays.copyOfRange(all, 0, w1),
        Arrays.copyOfRange(all, w1, b1),
        Arrays.copyOfRange(all, b1, w2),
        Arrays.copyOfRange(all, w2, floats),
        thresholds((Map<?, ?>) header.get("thresholds")),
        String.valueOf(header.get("trained_on")));
  }

  private static Map<String, Object> header(String line) {
    try {
      return JSON.readValue(line, new TypeReference<Map<String, Object>>() {});
    } catch (IOException e) {
      throw new IllegalArgumentException("safety head must begin with a line of JSON", e);
    }
  }

  private static Map<Category, Double> thresholds(Map<?, ?> named) {
    Map<Category, Double> thresholds = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      if (named.get(category.id()) instanceof Number threshold) {
        thresholds.put(category, threshold.doubleValue());
      }
    }
    return thresholds;
  }

  /** Names the sizes; the weights are long. */
  @Override
  public String toString() {
    return "SafetyHead[%d -> %d -> %d]".formatted(inputs, hidden, OUTPUTS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SafetyHead that && Arrays.equals(toFile(), that.toFile());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(w2);
  }
}
