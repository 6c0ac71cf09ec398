package io.glasswatch.explainer.model;

import static io.glasswatch.onnx.AttentionOutput.FULL;
import static io.glasswatch.onnx.AttentionOutput.RELEVANCE;
import static io.glasswatch.onnx.AttentionOutput.ROLLOUT;

import io.glasswatch.onnx.Extra;
import io.glasswatch.onnx.PathMode;
import io.glasswatch.onnx.TransformRequest;

/** The graphs that are made from one model; each is made and opened when it is first asked for. */
public enum View {
  /** Gradient x input, rollout, relevance and the attention of every head in one run. */
  READING,
  /** Gradient x input alone, of a model without attention. */
  GRADIENT,
  /** Gradients at points in the space of embeddings. */
  PATH,
  /** DeepLIFT's multipliers. */
  RESCALE,
  /** Attention of every head, and what enters each layer. */
  INSIDE,
  /** Heads that can be switched off. */
  GATES;

  /** Returns {@code plain}, a request for the target and its gradient, with what the view adds. */
  TransformRequest of(TransformRequest plain) {
    TransformRequest bare = plain.without(Extra.EMBEDDING_GRADIENT);
    return switch (this) {
      case READING -> bare.with(Extra.GRADIENT_TIMES_INPUT).withAttention(ROLLOUT, RELEVANCE, FULL);
      case GRADIENT -> bare.with(Extra.GRADIENT_TIMES_INPUT);
      case PATH -> plain.with(Extra.GRADIENT_TIMES_INPUT).withPath(PathMode.INTERPOLATE_EACH);
      case RESCALE -> bare.with(Extra.RESCALED, Extra.GRADIENT_TIMES_INPUT);
      case INSIDE -> bare.withAttention(FULL).with(Extra.HIDDEN_STATES, Extra.HIDDEN_GRADIENTS);
      case GATES -> bare.with(Extra.REQUIRED_GATES);
    };
  }
}
