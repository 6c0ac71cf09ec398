package io.glasswatch.stream.detect.learned;

/** How a token is written: its case, or how many digits, or which character. */
final class Shape {

  static final int LOWER = 1;
  private static final int ONE_CAPITAL = 2;
  private static final int CAPITALS = 3;
  private static final int CAPITALISED = 4;
  private static final int MIXED = 5;
  private static final int NO_CASE = 6;
  private static final int DIGITS = 10;
  private static final int OTHER = 100;
  private static final int MOST_DIGITS = 6;

  private Shape() {}

  static int of(String token) {
    int first = token.codePointAt(0);
    if (Character.isDigit(first)) {
      return DIGITS + Math.min(MOST_DIGITS, token.length());
    }
    if (!Character.isLetter(first)) {
      return OTHER + first;
    }
    if (Character.isLowerCase(first)) {
      return LOWER;
    }
    if (!Character.isUpperCase(first)) {
      return NO_CASE;
    }
    long upper = token.chars().filter(Character::isUpperCase).count();
    if (token.length() == 1) {
      return ONE_CAPITAL;
    }
    return upper == token.length() ? CAPITALS : upper == 1 ? CAPITALISED : MIXED;
  }

  /** Tells whether a shape begins with a capital. */
  static boolean isUpper(int shape) {
    return shape >= ONE_CAPITAL && shape <= MIXED;
  }

  /** Tells whether a token is punctuation that stands between ordinary words. */
  static boolean dull(Token token) {
    return token.isOneOf(",.;:!?'\"()-*\n");
  }
}
