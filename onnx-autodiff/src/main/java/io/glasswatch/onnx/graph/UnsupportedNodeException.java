package io.glasswatch.onnx.graph;

/** A node in a form that cannot be written out. */
public final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedNodeException(Node node, String why) {
    super(
        """
        operator %s at node "%s" cannot be written out: %s.
          Prepare the model as it was exported, before an optimiser fused it."""
            .formatted(node.qualifiedOp(), node.label(), why));
  }
}
