package io.glasswatch.stream.mask;

/**
 * A text as it reads once its JSON escapes are resolved: what a rule would miss in {@code \/} or
 * {@code \}{@code u0041}.
 */
final class Unescaped {

  private final StringBuilder text = new StringBuilder();
  private final int[] starts;

  private Unescaped(String escaped) {
    this.starts = new int[escaped.length() + 1];
    int next = 0;
    while (next < escaped.length()) {
      starts[text.length()] = next;
      next = read(escaped, next);
    }
    starts[text.length()] = escaped.length();
  }

  static Unescaped of(String escaped) {
    return new Unescaped(escaped);
  }

  /** Takes one character from {@code at} on; returns where the next one begins. */
  private int read(String escaped, int at) {
    char c = escaped.charAt(at);
    if (c != '\\' || at + 1 == escaped.length()) {
      text.append(c);
      return at + 1;
    }
    char kind = escaped.charAt(at + 1);
    if (kind == 'u' && isHex(escaped, at + 2)) {
      text.append((char) Integer.parseInt(escaped, at + 2, at + 6, 16));
      return at + 6;
    }
    text.append(
        switch (kind) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> kind;
        });
    return at + 2;
  }

  private static boolean isHex(String text, int from) {
    return from + 4 <= text.length()
        && text.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  String text() {
    return text.toString();
  }

  /** Returns where in the escaped text the character at {@code offset} begins. */
  int original(int offset) {
    return starts[offset];
  }
}
