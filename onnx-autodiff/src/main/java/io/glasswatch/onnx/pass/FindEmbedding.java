package io.glasswatch.onnx.pass;

import static java.util.Map.entry;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.grad.GradientPath;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Links;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds where token ids become vectors: the look-up of an integer input in the longest table. */
public final class FindEmbedding {

  /** Operators that hand ids on, and which of their inputs. */
  private static final Map<String, Integer> COPIES =
      Map.ofEntries(
          entry("Cast", 0),
          entry("Reshape", 0),
          entry("Unsqueeze", 0),
          entry("Squeeze", 0),
          entry("Flatten", 0),
          entry("Identity", 0),
          entry("Slice", 0),
          entry("Transpose", 0),
          entry("Clip", 0),
          entry("Max", 0),
          entry("Where", 2));

  private FindEmbedding() {}

  /**
   * The token embedding.
   *
   * @param value the looked-up vectors, [batch, sequence, width]
   * @param weight the table, [vocabulary, width]
   * @param width the length of a vector
   * @param vocabulary the rows of the table
   * @param ids the input that is looked up
   * @param turned whether positions come before rows
   */
  public record Embedding(
      String value, String weight, long width, long vocabulary, String ids, boolean turned) {}

  /**
   * Returns the token embedding that {@code output} depends on; none if no input is looked up. An
   * optimiser may leave a second look-up behind, of which only the shape is read.
   */
  public static Optional<Embedding> in(Emitter emitter, Graph graph, String output) {
    Links links = new Links(emitter.nodes());
    List<Embedding> found =
        emitter.nodes().stream()
            .filter(n -> n.is("Gather") && n.integer("axis", 0) == 0)
            .flatMap(n -> embedding(emitter, graph, links, n).stream())
            .sorted(Comparator.comparingLong(Embedding::vocabulary).reversed())
            .toList();
    return found.stream()
        .filter(e -> leadsTo(emitter, e.value, output))
        .findFirst()
        .or(() -> found.stream().findFirst())
        .map(e -> byRows(emitter, e));
  }

  private static boolean leadsTo(Emitter emitter, String value, String output) {
    return GradientPath.between(emitter.types(), emitter.nodes(), Set.of(value), output)
        .needsGradient(output);
  }

  private static Optional<Embedding> embedding(
      Emitter emitter, Graph graph, Links links, Node gather) {
    String table = gather.inputs().get(0);
    TensorType type = emitter.types().of(table);
    boolean isTable =
        emitter.constants().isFixed(table)
            && type.element().isFloating()
            && type.shape().filter(FindEmbedding::isMatrix).isPresent();
    Ids ids = Ids.behind(links, gather.inputs().get(1));
    Optional<Value> input =
        graph.inputs().stream()
            .filter(v -> v.name().equals(ids.input) && isInteger(v.type().element()))
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
            ids.input,
            ids.turned));
  }

  /** The value that indices are copied from, and whether their two axes were exchanged. */
  private record Ids(String input, boolean turned) {
    static Ids behind(Links links, String indices) {
      String at = indices;
      boolean turned = false;
      for (Optional<Node> node = links.maker(at);
          node.isPresent() && COPIES.containsKey(node.get().qualifiedOp());
          node = links.maker(at)) {
        turned ^= node.get().is("Transpose");
        at = node.get().inputs().get(COPIES.get(node.get().qualifiedOp()));
      }
      return new Ids(at, turned);
    }
  }

  /* Some models compute with positions first: look up by rows, and turn the vectors instead. */
  private static Embedding byRows(Emitter emitter, Embedding found) {
    if (!found.turned) {
      return found;
    }
    Node gather = emitter.maker(found.value).orElseThrow();
    Expr rows = emitter.value(gather.inputs().get(1)).permuted(List.of(1L, 0L));
    Expr vectors = emitter.emit("Gather", emitter.value(gather.inputs().get(0)), rows);
    Expr turned = vectors.permuted(List.of(1L, 0L, 2L));
    emitter.redirect(found.value, turned, Set.of());
    return new Embedding(
        vectors.name(), found.weight, found.width, found.vocabulary, found.ids, false);
  }

  private static boolean isMatrix(Shape shape) {
    return shape.rank() == 2 && shape.dim(0).isKnown() && shape.dim(1).isKnown();
  }

  private static boolean isInteger(ElementType type) {
    return type.isInteger();
  }
}
