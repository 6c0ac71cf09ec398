package io.glasswatch.onnx;

/** The query position whose row a rollout starts from: where the model reads its answer. */
public enum Readout {
  /**
   * Found by structure: the first token if the head slices it off, the last for a language model,
   * else the mean.
   */
  AUTO,
  /** The mean over the positions that the attention mask keeps; right for mean pooling. */
  MEAN,
  /** The first position; right for a classifier on {@code [CLS]}. */
  FIRST,
  /** The last position that the attention mask keeps; right for a causal language model. */
  LAST
}
