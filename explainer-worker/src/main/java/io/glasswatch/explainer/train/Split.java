package io.glasswatch.explainer.train;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Which part of the measurement a text belongs to, decided by its group alone. */
enum Split {
  /** Trains the weights: 70 % of the groups. */
  TRAIN,
  /** Chooses when to stop and where the thresholds lie: 15 %. */
  CALIBRATION,
  /** Is only measured on: 15 %. */
  TEST;

  /** Returns the part of {@code text}; a text that may not train is measured on. */
  static Split of(LabelledText text, int seed) {
    if (text.use() == LabelledText.Use.MEASURE) {
      return TEST;
    }
    CRC32 hash = new CRC32();
    hash.update((seed + ":" + text.group()).getBytes(StandardCharsets.UTF_8));
    long percent = hash.getValue() % 100;
    if (percent < 70) {
      return TRAIN;
    }
    return percent < 85 ? CALIBRATION : TEST;
  }
}
