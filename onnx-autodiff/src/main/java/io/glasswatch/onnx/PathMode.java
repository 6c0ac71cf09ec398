package io.glasswatch.onnx;

/** Whether the gradient can be taken between a baseline and the input. */
public enum PathMode {
  /** Gradients at the input only. */
  NONE,
  /**
   * Every row is evaluated at {@code path_baseline + path_alpha[b] * (embedding - path_baseline)};
   * the caller repeats rows and sums.
   */
  INTERPOLATE,
  /**
   * As {@link #INTERPOLATE}, with a baseline of its own for every position: {@code path_baseline}
   * is [batch, sequence, width]. With {@code path_alpha} 0 it is the point itself.
   */
  INTERPOLATE_EACH,
  /**
   * The graph itself repeats every row for the given coefficients, and returns the weighted
   * integral: {@code sum over h of (x - baseline)[t, h] * sum over k of path_weights[k] *
   * dtarget/dx[t, h]} at {@code baseline + path_alphas[k] (x - baseline)}. All other outputs keep
   * their meaning at the input itself.
   */
  INTEGRATE
}
