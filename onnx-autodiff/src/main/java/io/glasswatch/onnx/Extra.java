package io.glasswatch.onnx;

/** What a prepared model gives or takes besides the target, each asked for on its own. */
public enum Extra {
  /** d target / d embedding, [batch, sequence, width]. */
  EMBEDDING_GRADIENT,
  /** The gradient times the embedding, summed over the width, [batch, sequence]. */
  GRADIENT_TIMES_INPUT,
  /** d target / d attention probabilities of every layer, [batch, heads, query, key]. */
  ATTENTION_GRADIENTS,
  /** What enters each layer's attention, [batch, sequence, width]. */
  HIDDEN_STATES,
  /** d target / d what enters each layer's attention, in its shape. */
  HIDDEN_GRADIENTS,
  /**
   * The multipliers of DeepLIFT's rescale rule in the place of every gradient. Rows come in pairs:
   * row {@code b} of the first half is an input and row {@code b} of the second half its reference;
   * {@code sum of multiplier * (x - reference)} is the change of the target (Shrikumar, Greenside
   * and Kundaje, 2017).
   */
  RESCALED,
  /** Inputs that scale heads and tokens, for ablation; left out, they are 1. */
  GATES,
  /**
   * The same as inputs that must be fed: ONNX Runtime for Java cannot feed what may be left out.
   */
  REQUIRED_GATES
}
