package io.glasswatch.stream.detect.text;

/**
 * One place where an expression matched.
 *
 * @param expression index of the expression
 * @param start first character, in UTF-16 code units
 * @param end one past the last character, in UTF-16 code units, more than {@code start}
 */
public record Match(int expression, int start, int end) {}
