package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Links;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Finds where token ids become vectors: the look-up of an integer input in the longest table. */
public final class FindEmbedding {

  private static final Set<String> COPIES =
      Set.of(
          "Cast", "Reshape", "Unsqueeze", "Squeeze", "Flatten", "Identity", "Clip", "Max", "Where");

  private FindEmbedding() {}

  /**
   * The token embedding.
   *
   * @param value the looked-up vectors, [batch, sequence, width]
   * @param weight the table, [vocabulary, width]
   * @param width the length of a vector
   * @param vocabulary the rows of the table
   * @param ids the input that is looked up
   */
  public record Embedding(String value, String weight, long width, long vocabulary, String ids) {}

  /** Returns the token embedding of the graph in {@code emitter}; none if no input is looked up. */
  public static Optional<Embedding> in(Emitter emitter, Graph graph) {
    Links links = new Links(emitter.nodes());
    return emitter.nodes().stream()
        .filter(n -> n.is("Gather") && n.integer("axis", 0) == 0)
        .flatMap(n -> embedding(emitter, graph, links, n).stream())
        .max(Comparator.comparingLong(Embedding::vocabulary));
  }

  private static Optional<Embedding> embedding(
      Emitter emitter, Graph graph, Links links, Node gather) {
    String table = gather.inputs().get(0);
    TensorType type = emitter.types().of(table);
    boolean isTable =
        emitter.constants().isFixed(table)
            && type.element().isFloating()
            && type.shape().filter(FindEmbedding::isMatrix).isPresent();
    String ids = links.behind(gather.inputs().get(1), COPIES);
    Optional<Value> input =
        graph.inputs().stream()
            .filter(v -> v.name().equals(ids) && isInteger(v.type().element()))
            .findFirst();
    if (!isTable || input.isEmpty()) {
      return Optional.empty();
    }
    Shape shape = type.shape().orElseThrow();
    return Optional.of(
        new Embedding(
            gather.outputs().get(0),
            links.behind(table, Set.of("Cast", "Identity", "DequantizeLinear")),
            shape.dim(1).scale(),
            shape.dim(0).scale(),
            ids));
  }

  private static boolean isMatrix(Shape shape) {
    return shape.rank() == 2 && shape.dim(0).isKnown() && shape.dim(1).isKnown();
  }

  private static boolean isInteger(ElementType type) {
    return type.isInteger();
  }
}
