package io.glasswatch.stream.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.serve.page.MarkedText.Mark;
import io.glasswatch.stream.serve.page.MarkedText.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkedTextTest {

  private static final List<String> LETTERS =
      List.of("a", "é", "你", "🙂", "👩‍🚀", " ", "\n", "<", "́");

  @Test
  void overlappingMarksShareThePieceTheyBothCover() {
    List<Mark<String>> marks = List.of(new Mark<>(1, 4, "x"), new Mark<>(3, 6, "y"));

    assertThat(new MarkedText<>("abcdefg", marks).pieces())
        .containsExactly(
            new Piece<>(0, "a", List.of()),
            new Piece<>(1, "bc", List.of("x")),
            new Piece<>(3, "d", List.of("x", "y")),
            new Piece<>(4, "ef", List.of("y")),
            new Piece<>(6, "g", List.of()));
  }

  @Test
  void offsetsCountCodePoints() {
    List<Mark<String>> marks = List.of(new Mark<>(1, 2, "smile"));

    assertThat(new MarkedText<>("🙂🙃🙂", marks).pieces())
        .containsExactly(
            new Piece<>(0, "🙂", List.of()),
            new Piece<>(1, "🙃", List.of("smile")),
            new Piece<>(2, "🙂", List.of()));
  }

  @Test
  void aMarkBeyondTheTextEndsWithIt() {
    List<Mark<String>> marks = List.of(new Mark<>(1, 99, "x"), new Mark<>(50, 60, "y"));

    assertThat(new MarkedText<>("ab", marks).pieces())
        .containsExactly(new Piece<>(0, "a", List.of()), new Piece<>(1, "b", List.of("x")));
  }

  @Test
  void anEmptyTextHasNoPieces() {
    assertThat(new MarkedText<>("", List.of(new Mark<>(0, 3, "x"))).pieces()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void thePiecesInOrderAreTheText(int seed) {
    Random random = new Random(seed);
    String text = text(random);
    List<Mark<Integer>> marks = marks(random, text.codePointCount(0, text.length()));

    List<Piece<Integer>> pieces = new MarkedText<>(text, marks).pieces();

    assertThat(pieces.stream().map(Piece::text).collect(Collectors.joining())).isEqualTo(text);
    for (Mark<Integer> mark : marks) {
      assertThat(covered(pieces, mark.meaning())).isEqualTo(between(text, mark));
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  private static String covered(List<Piece<Integer>> pieces, Integer meaning) {
    return pieces.stream()
        .filter(p -> p.meanings().contains(meaning))
        .map(Piece::text)
        .collect(Collectors.joining());
  }

  private static String between(String text, Mark<Integer> mark) {
    int[] codePoints = text.codePoints().toArray();
    int start = Math.min(mark.start(), codePoints.length);
    return new String(codePoints, start, Math.min(mark.end(), codePoints.length) - start);
  }

  private static String text(Random random) {
    return IntStream.range(0, random.nextInt(30))
        .mapToObj(i -> LETTERS.get(random.nextInt(LETTERS.size())))
        .collect(Collectors.joining());
  }

  private static List<Mark<Integer>> marks(Random random, int length) {
    List<Mark<Integer>> marks = new ArrayList<>();
    for (int i = 0; i < random.nextInt(12); i++) {
      int start = random.nextInt(length + 2);
      marks.add(new Mark<>(start, start + random.nextInt(length + 2), i));
    }
    return marks;
  }
}
