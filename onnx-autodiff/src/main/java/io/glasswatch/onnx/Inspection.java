package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.Embedding;
import io.glasswatch.onnx.Description.Layer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a transform would find in a model.
 *
 * @param opset the model's version of the ONNX standard operators
 * @param embedding the token embedding, if there is one
 * @param output the output a target would read
 * @param layers the attention sites, from the input to the output
 * @param differentiable operators on the gradient path that have a rule, with their number
 * @param unsupported operators on the gradient path that have none, with their number
 * @param problem why the model would be refused, if it would
 */
public record Inspection(
    long opset,
    Optional<Embedding> embedding,
    String output,
    List<Layer> layers,
    Map<String, Integer> differentiable,
    Map<String, Integer> unsupported,
    Optional<String> problem) {

  public Inspection {
    layers = List.copyOf(layers);
    differentiable = Collections.unmodifiableMap(new TreeMap<>(differentiable));
    unsupported = Collections.unmodifiableMap(new TreeMap<>(unsupported));
  }

  /** Returns this as lines for a terminal. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append("opset          %d%n".formatted(opset));
    text.append(
        "embedding      %s%n"
            .formatted(
                embedding
                    .map(e -> "%s, from %s, width %d".formatted(e.value(), e.weight(), e.hidden()))
                    .orElse("not found")));
    text.append("output         %s%n".formatted(output));
    text.append("attention      %d sites%n".formatted(layers.size()));
    for (Layer layer : layers) {
      String heads = layer.heads() < 0 ? "?" : Long.toString(layer.heads());
      text.append("  layer %-3d    %s heads, %s%n".formatted(layer.index(), heads, layer.node()));
    }
    text.append("with a rule    %s%n".formatted(counts(differentiable)));
    text.append("without        %s%n".formatted(counts(unsupported)));
    problem.ifPresent(p -> text.append("refused        %s%n".formatted(p)));
    return text.toString();
  }

  private static String counts(Map<String, Integer> operators) {
    return operators.isEmpty()
        ? "none"
        : String.join(
            ", ", operators.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }
}
