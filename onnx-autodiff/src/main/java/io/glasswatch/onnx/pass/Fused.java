package io.glasswatch.onnx.pass;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.UnsupportedNodeException;
import java.util.List;
import java.util.Map;

/** A fused node that is being written out. */
record Fused(Node node, Emitter emitter) {

  boolean has(int i) {
    return node.input(i).isPresent();
  }

  Expr in(int i) {
    return emitter.value(
        node.input(i)
            .orElseThrow(() -> new UnsupportedNodeException(node, "it has no input " + i)));
  }

  List<Expr> inputs() {
    return node.inputs().stream().map(emitter::value).toList();
  }

  double number(String key, double otherwise) {
    return node.number(key, otherwise);
  }

  long integer(String key, long otherwise) {
    return node.integer(key, otherwise);
  }

  Expr emit(String op, Map<String, AttributeProto> attributes, List<Expr> inputs) {
    return emitter.emit(op, "", attributes, 1, inputs).get(0);
  }

  /** Refuses the node if inputs from {@code first} to {@code last} are given. */
  void without(int first, int last, String what) {
    for (int i = first; i <= last; i++) {
      if (has(i)) {
        throw new UnsupportedNodeException(node, "it has " + what);
      }
    }
  }
}
