package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX file: a graph and the operator sets its nodes are from.
 *
 * @param opsets version by domain, the ONNX standard under the empty name
 * @param graph the computation
 * @param header everything else of the file: IR version, producer, metadata, functions
 */
public record Model(Map<String, Long> opsets, Graph graph, ModelProto header) {

  public Model {
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
  }

  /** Returns a new model of standard operators of version {@code opset}. */
  public static Model of(long opset, Graph graph) {
    return new Model(Map.of("", opset), graph, ModelProto.newBuilder().setIrVersion(8).build());
  }

  public long opset() {
    return opsets.getOrDefault("", 1L);
  }

  public Model withGraph(Graph newGraph) {
    return new Model(opsets, newGraph, header);
  }
}
