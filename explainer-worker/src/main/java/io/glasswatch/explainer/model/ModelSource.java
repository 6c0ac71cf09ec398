package io.glasswatch.explainer.model;

import io.glasswatch.contract.ExplainerModel;

/**
 * All that a model is made from.
 *
 * @param onnx the model, its weights inside
 * @param tokenizerJson its tokenizer
 * @param settings what must be known of it
 * @param identity exactly which model it is
 */
public record ModelSource(
    byte[] onnx, byte[] tokenizerJson, ModelSettings settings, ExplainerModel identity) {

  /** Names the model; its bytes are long. */
  @Override
  public String toString() {
    return "ModelSource[%s]".formatted(identity.name());
  }
}
