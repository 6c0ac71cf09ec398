package io.glasswatch.onnx.grad;

import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Node;
import java.util.List;

/**
 * Nodes that stand for a group of the model's nodes while it is differentiated, so that the group
 * has one compact rule. They are never written.
 */
public final class Views {

  /** y = (x - mean(x)) / s with s the deviation along the last axis; inputs x, s. */
  public static final String NORMALIZED = "view::Normalized";

  /** y = x r with r = 1 / sqrt(mean(x^2) + e) along the last axis; inputs x, r. */
  public static final String RMS_NORMALIZED = "view::RmsNormalized";

  /** y = x (1 + erf(x / sqrt(2))) / 2; inputs x, x / sqrt(2), 1 + erf(x / sqrt(2)). */
  public static final String ERF_GELU = "view::ErfGelu";

  private Views() {}

  /** Returns {@code last}, the last node of a group, as the whole group. */
  public static Node of(String view, Node last, String... inputs) {
    String op = view.substring("view::".length());
    return new Node(op, "view", last.label(), List.of(inputs), last.outputs(), Attributes.NONE);
  }
}
