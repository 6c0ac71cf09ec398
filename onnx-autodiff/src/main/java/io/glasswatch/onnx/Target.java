package io.glasswatch.onnx;

/**
 * The number per row of the batch whose gradient is asked; which one exactly is fed at run time.
 */
public enum Target {
  /** One class's logit: {@code logits[b, target_class[b]]}. */
  CLASS,
  /** One class's probability under softmax: {@code softmax(logits)[b, target_class[b]]}. */
  PROBABILITY,
  /**
   * One class rather than another: {@code logits[b, target_class[b]] - logits[b, target_other[b]]}.
   */
  CONTRAST,
  /**
   * The log-probability of the marked tokens: {@code sum over t >= 1 of target_mask[b, t] *
   * log_softmax(logits[b, t - 1])[input_ids[b, t]]}. A mask with negative entries is a contrast.
   */
  TOKENS,
  /**
   * A pooled embedding along a concept: {@code sum over h of pooled[b, h] * target_direction[b,
   * h]}.
   */
  DIRECTION,
  /** Any linear reading of the output: {@code sum of output[b, ...] * target_seed[b, ...]}. */
  SEED
}
