package io.glasswatch.stream.detect.text;

/**
 * One place where an expression matched.
 *
 * @param expression index of the expression
 * @param start first character, in UTF-16 code units of the original text
 * @param end one past the last character, in UTF-16 code units of the original text
 * @param found what matched, as the expression saw it: without disguises
 */
public record Match(int expression, int start, int end, String found) {

  /** Names the match without its text. */
  @Override
  public String toString() {
    return "Match[%d, %d-%d]".formatted(expression, start, end);
  }
}
