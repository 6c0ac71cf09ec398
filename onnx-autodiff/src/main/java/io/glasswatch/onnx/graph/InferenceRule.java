package io.glasswatch.onnx.graph;

import java.util.List;

/** How one operator's output types follow from its input types. */
@FunctionalInterface
interface InferenceRule {

  /** Returns the types of the outputs, in order; what cannot be told is left out. */
  List<TensorType> infer(Inference call);
}
