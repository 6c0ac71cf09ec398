package io.glasswatch.explainer.tokenize;

/** Texts seen as sequences of Unicode code points, whatever surrogates they hold. */
public final class CodePoints {

  private static final int REPLACEMENT = 0xFFFD;

  private CodePoints() {}

  /**
   * Returns {@code text} with every lone surrogate replaced by U+FFFD, so that native code may read
   * it. One code point stays one code point: offsets hold in both texts.
   */
  public static String wellFormed(String text) {
    if (text.codePoints().noneMatch(CodePoints::isSurrogate)) {
      return text;
    }
    return text.codePoints()
        .map(point -> isSurrogate(point) ? REPLACEMENT : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Returns the code points {@code start} (inclusive) to {@code end} (exclusive) of a text. */
  public static String slice(String text, int start, int end) {
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }

  /** Returns {@code end} moved behind the combining marks and joiners that follow it. */
  static int withMarks(int[] points, int end, int limit) {
    int moved = end;
    while (moved < limit && isMark(points[moved])) {
      moved++;
    }
    return moved;
  }

  private static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default -> false;
    };
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
