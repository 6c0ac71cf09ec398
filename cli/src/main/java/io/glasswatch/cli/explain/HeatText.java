package io.glasswatch.cli.explain;

import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import java.util.Comparator;
import java.util.List;

/**
 * Colours words by their score: red raised the target, blue lowered it, the stronger the deeper.
 *
 * @param strongest the score with the deepest colour, more than 0
 */
record HeatText(double strongest) {

  /** Backgrounds of the 256-colour palette, faint to deep. */
  private static final int[] RAISED = {224, 217, 210, 203, 196};

  private static final int[] LOWERED = {189, 153, 117, 75, 33};
  private static final String BLACK_ON = "\u001b[30;48;5;%dm%s\u001b[0m";
  private static final double FAINTEST = 0.08;

  static HeatText scaledTo(List<TokenScore> tokens) {
    double strongest = tokens.stream().mapToDouble(t -> Math.abs(t.score())).max().orElse(0);
    return new HeatText(strongest > 0 ? strongest : 1);
  }

  /** Returns {@code text} with its words coloured, and with nothing that steers a terminal. */
  String of(String text, List<TokenScore> tokens) {
    StringBuilder coloured = new StringBuilder();
    int done = 0;
    for (TokenScore token :
        tokens.stream().sorted(Comparator.comparingInt(t -> t.span().start())).toList()) {
      int start = text.offsetByCodePoints(0, token.span().start());
      int end = text.offsetByCodePoints(0, token.span().end());
      if (start >= done) {
        coloured.append(printable(text.substring(done, start)));
        coloured.append(shaded(printable(text.substring(start, end)), token.score()));
        done = end;
      }
    }
    return coloured.append(printable(text.substring(done))).toString();
  }

  private String shaded(String word, double score) {
    double share = Math.min(1, Math.abs(score) / strongest);
    if (share < FAINTEST) {
      return word;
    }
    int[] palette = score > 0 ? RAISED : LOWERED;
    int depth = (int) Math.min(palette.length - 1L, Math.round(share * (palette.length - 1)));
    return BLACK_ON.formatted(palette[depth], word);
  }

  /** Returns what {@code span} covers of {@code text}. */
  static String cut(String text, Span span) {
    return text.substring(
        text.offsetByCodePoints(0, span.start()), text.offsetByCodePoints(0, span.end()));
  }

  /** Returns {@code text} with control characters shown as a replacement, but for line breaks. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .map(c -> c != '\n' && c != '\t' && steers(c) ? 0xFFFD : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean steers(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}
