package io.glasswatch.onnx.graph;

/** A named value at the border of a graph, with what is declared of it. */
public record Value(String name, TensorType type) {}
