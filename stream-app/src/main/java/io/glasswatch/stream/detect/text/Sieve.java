package io.glasswatch.stream.detect.text;

import java.util.BitSet;

/** Tells in one pass which expressions may match a text. Belongs to one thread. */
interface Sieve extends AutoCloseable {

  /** Returns the indices of at least all expressions that match somewhere in {@code text}. */
  BitSet candidates(String text);

  /**
   * Returns where matches of {@code expression} may lie in the text that {@link #candidates} was
   * asked of last, of which it is one.
   */
  default Extents extents(int expression) {
    return Extents.WHOLE;
  }

  @Override
  void close();
}
