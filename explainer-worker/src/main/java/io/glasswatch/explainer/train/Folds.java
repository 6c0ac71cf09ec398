package io.glasswatch.explainer.train;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Which fifth of the training texts a text belongs to, decided by its group alone. */
final class Folds {

  /** How often a head is trained without a part, to be measured on it. */
  static final int COUNT = 5;

  private Folds() {}

  /** Returns the fold of {@code text}, 0 to 4. */
  static int of(LabelledText text) {
    CRC32 hash = new CRC32();
    hash.update(text.group().getBytes(StandardCharsets.UTF_8));
    return (int) (hash.getValue() % COUNT);
  }
}
