package io.glasswatch.onnx;

/** A form in which attention leaves the graph. */
public enum AttentionOutput {
  /** The probabilities of every layer, [batch, heads, query, key] each. */
  FULL,
  /** Every layer's mean over its heads, [batch, query, key] each. */
  MEAN,
  /**
   * Attention rollout, [batch, sequence]: the readout row of {@code A_L ... A_1}, where {@code A_l
   * = (mean over heads of P_l + I) / 2} with rows normalised to 1 (Abnar and Zuidema, 2020).
   */
  ROLLOUT,
  /**
   * Gradient-weighted attention, [batch, sequence]: the readout row of {@code (I + C_L) ... (I +
   * C_1)}, where {@code C_l} is the mean over heads of {@code max(0, P_l * dtarget/dP_l)} (Chefer,
   * Gur and Wolf, 2021).
   */
  RELEVANCE
}
