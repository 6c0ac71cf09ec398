package io.glasswatch.onnx.pass;

import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.pass.FindAttention.Site;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a layer's attention reads: the value that the projection to its queries multiplies.
 */
public final class FindLayerInput {
  private static final int FARTHEST = 200;

  private FindLayerInput() {}

  /** Returns the value that enters the attention of {@code site}, [batch, sequence, width]. */
  public static Optional<String> of(Emitter emitter, Site site) {
    List<String> open = new ArrayList<>(List.of(site.queries()));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < open.size() && i < FARTHEST; i++) {
      Optional<Node> maker = emitter.maker(open.get(i));
      if (maker.isEmpty() || !seen.add(open.get(i))) {
        continue;
      }
      Node node = maker.get();
      boolean projects =
          (node.is("MatMul") || node.is("Gemm"))
              && emitter.constants().isFixed(node.inputs().get(1));
      if (projects) {
        return threeAxes(emitter, node.inputs().get(0));
      }
      node.inputs().stream().filter(v -> !emitter.constants().isFixed(v)).forEach(open::add);
    }
    return Optional.empty();
  }

  /* Gemm reads rows: look through the reshape that made them. */
  private static Optional<String> threeAxes(Emitter emitter, String value) {
    Optional<Shape> shape = emitter.types().shape(value);
    if (shape.isPresent() && shape.get().rank() == 3) {
      return Optional.of(value);
    }
    return emitter
        .maker(value)
        .filter(n -> n.is("Reshape"))
        .map(n -> n.inputs().get(0))
        .filter(v -> emitter.types().shape(v).filter(s -> s.rank() == 3).isPresent());
  }
}
