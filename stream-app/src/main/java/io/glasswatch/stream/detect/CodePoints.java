package io.glasswatch.stream.detect;

/** Turns offsets in UTF-16 code units into offsets in code points; fast for rising offsets. */
final class CodePoints {

  private final String text;
  private int unit;
  private int point;

  CodePoints(String text) {
    this.text = text;
  }

  /** Returns how many code points stand before {@code offset}. */
  int at(int offset) {
    if (offset < unit) {
      unit = 0;
      point = 0;
    }
    point += text.codePointCount(unit, offset);
    unit = offset;
    return point;
  }
}
