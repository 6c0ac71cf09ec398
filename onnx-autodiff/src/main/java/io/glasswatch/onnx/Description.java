package io.glasswatch.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a prepared model has, by name: how to feed what was added, and how to read it.
 *
 * @param architectureGuess what the model looks like, for a reader; nothing depends on it
 * @param embedding the token embedding that gradients are taken at
 * @param layers the attention sites, from the input to the output
 * @param targetOutput the target's value, float [batch]
 * @param gradientOutput d target / d embedding, [batch, sequence, width]
 * @param gradientTimesInputOutput gradient x input per token, [batch, sequence]
 * @param rolloutOutput attention rollout per token, [batch, sequence]
 * @param relevanceOutput gradient-weighted attention per token, [batch, sequence]
 * @param pathIntegralOutput integrated gradients per token, [batch, sequence]
 * @param pathTargetsOutput the target at every point of the path, [points, batch]
 * @param attentionOutputs probabilities in layer order, [batch, heads, query, key] each
 * @param attentionMeanOutputs their means over heads, [batch, query, key] each
 * @param attentionGradientOutputs d target / d probabilities in layer order
 * @param hiddenOutputs what enters each layer, [batch, sequence, width] each
 * @param hiddenGradientOutputs d target / d what enters each layer
 * @param extraInputs every input that the model did not have before
 */
public record Description(
    String architectureGuess,
    Embedding embedding,
    List<Layer> layers,
    String targetOutput,
    Optional<String> gradientOutput,
    Optional<String> gradientTimesInputOutput,
    Optional<String> rolloutOutput,
    Optional<String> relevanceOutput,
    Optional<String> pathIntegralOutput,
    Optional<String> pathTargetsOutput,
    List<String> attentionOutputs,
    List<String> attentionMeanOutputs,
    List<String> attentionGradientOutputs,
    List<String> hiddenOutputs,
    List<String> hiddenGradientOutputs,
    Map<String, ExtraInput> extraInputs) {

  public Description {
    layers = List.copyOf(layers);
    attentionOutputs = List.copyOf(attentionOutputs);
    attentionMeanOutputs = List.copyOf(attentionMeanOutputs);
    attentionGradientOutputs = List.copyOf(attentionGradientOutputs);
    hiddenOutputs = List.copyOf(hiddenOutputs);
    hiddenGradientOutputs = List.copyOf(hiddenGradientOutputs);
    extraInputs = Collections.unmodifiableMap(new LinkedHashMap<>(extraInputs));
  }

  /**
   * Where tokens become vectors.
   *
   * @param value the tensor of looked-up embeddings, [batch, sequence, width]
   * @param weight the table it is looked up in
   * @param hidden the width of the table
   */
  public record Embedding(String value, String weight, long hidden) {}

  /**
   * One attention site.
   *
   * @param index position from the input, from 0
   * @param heads query heads, or -1 where the graph only knows at run time
   * @param node the softmax that makes the probabilities
   */
  public record Layer(int index, long heads, String node) {}

  /**
   * An input that was added.
   *
   * @param type ONNX element type in lower case, e.g. {@code int64}
   * @param shape dimensions: a number, or a name where it varies
   * @param meaning what to feed
   */
  public record ExtraInput(String type, List<String> shape, String meaning) {
    public ExtraInput {
      shape = List.copyOf(shape);
    }
  }

  /** Returns this description as the JSON that {@code prepare --describe} writes. */
  public String toJson() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("architecture_guess", architectureGuess);
    root.put(
        "embedding",
        fields("value", embedding.value, "weight", embedding.weight, "hidden", embedding.hidden));
    List<Object> sites = new ArrayList<>();
    layers.forEach(l -> sites.add(fields("index", l.index, "heads", l.heads, "node", l.node)));
    root.put("layers", sites);
    root.put("gradient_output", gradientOutput);
    root.put("gradient_x_input_output", gradientTimesInputOutput);
    root.put("attention_outputs", attentionOutputs);
    root.put("attention_mean_outputs", attentionMeanOutputs);
    root.put("attention_gradient_outputs", attentionGradientOutputs);
    root.put("attention_rollout_output", rolloutOutput);
    root.put("attention_relevance_output", relevanceOutput);
    root.put("path_integral_output", pathIntegralOutput);
    root.put("path_targets_output", pathTargetsOutput);
    root.put("hidden_outputs", hiddenOutputs);
    root.put("hidden_gradient_outputs", hiddenGradientOutputs);
    root.put("target_output", targetOutput);
    Map<String, Object> extra = new LinkedHashMap<>();
    extraInputs.forEach(
        (name, input) ->
            extra.put(
                name,
                fields("type", input.type, "shape", dims(input.shape), "meaning", input.meaning)));
    root.put("extra_inputs", extra);
    return Json.write(root);
  }

  private static Map<String, Object> fields(Object... keysAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return fields;
  }

  private static List<Object> dims(List<String> shape) {
    List<Object> dims = new ArrayList<>();
    for (String dim : shape) {
      dims.add(dim.matches("\\d+") ? (Object) Long.valueOf(dim) : dim);
    }
    return dims;
  }
}
