package io.glasswatch.stream.detect.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.glasswatch.contract.Require;

/**
 * A regular expression that can be matched in linear time, in the syntax of RE2. Its first group,
 * if it has one, is what is found; else the whole match.
 *
 * @param regex the expression
 * @param caseless whether upper and lower case are the same
 */
public record Expression(String regex, boolean caseless) {

  /**
   * @throws IllegalArgumentException with the reason if the expression cannot be matched in linear
   *     time or matches the empty text
   */
  public Expression {
    Require.that(!regex.isEmpty(), "expression must not be empty");
    Pattern compiled = checked(regex);
    Require.that(
        !compiled.matcher("").find(), "expression \"%s\" must not match the empty text", regex);
  }

  private static Pattern checked(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "expression \"%s\" cannot be matched in linear time: %s at \"%s\""
              .formatted(regex, e.getDescription(), e.getPattern()),
          e);
    }
  }

  /** Returns this expression for folded texts: its own characters are folded too. */
  Expression folded() {
    StringBuilder out = new StringBuilder();
    regex
        .codePoints()
        .forEach(
            point -> {
              String plain = point < 0x80 ? Character.toString(point) : Fold.plain(point);
              boolean mark = point >= 0x80 && plain.length() == 1 && plain.charAt(0) < 0x80;
              out.append(mark && !Character.isLetterOrDigit(plain.charAt(0)) ? "\\" : "");
              out.append(plain);
            });
    return new Expression(out.toString(), caseless);
  }

  Pattern compiled() {
    return Pattern.compile(regex, caseless ? Pattern.CASE_INSENSITIVE : 0);
  }
}
