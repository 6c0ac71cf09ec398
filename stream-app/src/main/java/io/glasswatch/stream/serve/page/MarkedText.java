package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * One text cut into pieces wherever a mark begins or ends, so that marks may overlap in any way.
 * The pieces in order are the text, whole and unchanged.
 *
 * @param <M> what a mark means
 */
final class MarkedText<M> {

  /**
   * A stretch that means something.
   *
   * @param start first character, in Unicode code points
   * @param end one past the last character; what lies beyond the text is ignored
   */
  record Mark<M>(int start, int end, M meaning) {

    Mark {
      Require.that(
          start >= 0 && end >= start,
          "mark must have 0 <= start <= end, but was %d-%d",
          start,
          end);
    }
  }

  /**
   * A piece of the text.
   *
   * @param start where it begins, in code points
   * @param meanings of all marks that cover it, in the order of their beginnings
   */
  record Piece<M>(int start, String text, List<M> meanings) {}

  private final int[] codePoints;
  private final List<Mark<M>> marks;

  MarkedText(String text, List<Mark<M>> marks) {
    this.codePoints = text.codePoints().toArray();
    this.marks =
        marks.stream()
            .map(m -> new Mark<>(within(m.start()), within(m.end()), m.meaning()))
            .filter(m -> m.start() < m.end())
            .sorted(Comparator.comparingInt(Mark::start))
            .toList();
  }

  /** Returns the pieces, in order; none for an empty text. */
  List<Piece<M>> pieces() {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, codePoints.length));
    for (Mark<M> mark : marks) {
      cuts.add(mark.start());
      cuts.add(mark.end());
    }
    List<Piece<M>> pieces = new ArrayList<>();
    List<Mark<M>> open = new ArrayList<>();
    int next = 0;
    for (int start : cuts.headSet(codePoints.length)) {
      open.removeIf(m -> m.end() <= start);
      while (next < marks.size() && marks.get(next).start() == start) {
        open.add(marks.get(next++));
      }
      String text = new String(codePoints, start, cuts.higher(start) - start);
      pieces.add(new Piece<>(start, text, open.stream().map(Mark::meaning).toList()));
    }
    return pieces;
  }

  private int within(int offset) {
    return Math.min(offset, codePoints.length);
  }
}
