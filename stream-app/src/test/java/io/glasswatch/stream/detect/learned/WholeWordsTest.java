package io.glasswatch.stream.detect.learned;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.detect.learned.Tagger.Tagged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeWordsTest {

  @Test
  void piecesOfAnAddressOfTheWebAreOne() {
    String text = "See https://www.some-site.be/ today.";

    assertThat(whole(text, "//www", ".some", ".be/"))
        .singleElement()
        .satisfies(t -> assertThat(said(text, t)).isEqualTo("https://www.some-site.be"))
        .satisfies(t -> assertThat(t.score()).isEqualTo(0.9));
  }

  @Test
  void aNameKeepsItsPlaceButNotThePunctuationAroundIt() {
    String text = "(Maria Kowalska), he said";

    assertThat(whole(text, "(Maria Kowalska)"))
        .extracting(t -> said(text, t))
        .containsExactly("Maria Kowalska");
  }

  @Test
  void identifiersOfCodeAndBarePunctuationAreNoNames() {
    assertThat(whole("set apiKey or max_value or x1 -- now", "apiKey", "max_value", "x1", "--"))
        .isEmpty();
  }

  @Test
  void lowerCaseNamesStay() {
    assertThat(whole("ask maria about it", "maria")).hasSize(1);
  }

  @Test
  void scriptsWithoutSpacesAreNotSwallowed() {
    String text = "\u8BF7\u8054\u7CFB\u738B\u5C0F\u660E\u5148\u751F";

    assertThat(whole(text, "\u738B\u5C0F\u660E"))
        .extracting(t -> said(text, t))
        .containsExactly("\u738B\u5C0F\u660E");
  }

  private static List<Tagged> whole(String text, String... pieces) {
    List<Tagged> tagged = new ArrayList<>();
    for (String piece : pieces) {
      int at = text.indexOf(piece);
      tagged.add(new Tagged("name", at, at + piece.length(), tagged.isEmpty() ? 0.9 : 0.5));
    }
    return WholeWords.of(text, tagged);
  }

  private static String said(String text, Tagged tagged) {
    return text.substring(tagged.start(), tagged.end());
  }
}
