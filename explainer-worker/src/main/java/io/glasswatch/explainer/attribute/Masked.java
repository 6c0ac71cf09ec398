package io.glasswatch.explainer.attribute;

import java.util.List;

/** Windows with some of their tokens masked, and what the model says of them. */
final class Masked {

  private Masked() {}

  /**
   * Returns {@code window} with the text tokens masked that {@code kept} does not keep. The two
   * framing tokens stay.
   *
   * @param kept one entry a text token
   */
  static long[] keeping(long[] window, boolean[] kept, long mask) {
    long[] ids = window.clone();
    for (int t = 0; t < kept.length; t++) {
      if (!kept[t]) {
        ids[t + 1] = mask;
      }
    }
    return ids;
  }

  /** Returns the target's logit of each of {@code inputs}, versions of window {@code w}. */
  static double[] logits(WindowBatch batch, int w, List<long[]> inputs) {
    int output = batch.targets().get(w).output();
    return batch.model().logits(inputs).stream().mapToDouble(l -> l[output]).toArray();
  }
}
