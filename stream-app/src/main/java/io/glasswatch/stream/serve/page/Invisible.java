package io.glasswatch.stream.serve.page;

/**
 * Characters that a reader would not see, though a language model reads them: the page shows them,
 * since hidden instructions are written with them.
 */
final class Invisible {

  /** Where Unicode keeps pictures of the control characters, in their order. */
  private static final int CONTROL_PICTURES = 0x2400;

  private Invisible() {}

  /** Returns whether the character is of a kind that leaves no trace on the screen. */
  static boolean is(int codePoint) {
    if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE ->
          codePoint != ZERO_WIDTH_JOINER;
      default -> false;
    };
  }

  /** Holds emoji and some scripts together; showing it would tear them apart. */
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** Returns the character's code and name, e.g. {@code U+202E RIGHT-TO-LEFT OVERRIDE}. */
  static String name(int codePoint) {
    String name = Character.getName(codePoint);
    return "U+%04X %s".formatted(codePoint, name == null ? "unassigned" : name);
  }

  /** Returns {@code text} with what HTML forbids replaced, one character by one. */
  static String printable(String text) {
    if (text.codePoints().noneMatch(Invisible::isForbidden)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(c -> isForbidden(c) ? picture(c) : c).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static int picture(int codePoint) {
    return codePoint < 0x20 ? CONTROL_PICTURES + codePoint : 0xFFFD;
  }

  private static boolean isForbidden(int codePoint) {
    boolean control =
        codePoint < 0x20 && codePoint != '\n' && codePoint != '\r' && codePoint != '\t';
    boolean upperControl = codePoint >= 0x7F && codePoint <= 0x9F;
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    boolean noncharacter =
        (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    return control || upperControl || surrogate || noncharacter;
  }
}
