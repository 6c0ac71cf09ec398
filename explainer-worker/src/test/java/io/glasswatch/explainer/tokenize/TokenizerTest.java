package io.glasswatch.explainer.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.explainer.model.MiniLm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = Tokenizer.read(MiniLm.tokenizerJson());
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          plain words here         ; plain|words|here
          unbelievably             ; un|bel|ie|va|bly
          Hi \uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 ok ; Hi|\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67|ok
          cafe\u0301 nai\u0308ve   ; cafe\u0301|nai\u0308ve
          \u4f60\u597d\u4e16\u754c ; \u4f60|\u597d|\u4e16|\u754c
          \u05e9\u05dc\u05d5\u05dd abc ; \u05e9|\u05dc|\u05d5|\u05dd|abc
          \uD835\uDC00 x           ; \uD835\uDC00|x
          """)
  void everyTokenPointsAtItsOwnCharacters(String text, String expected) {
    assertThat(slices(text)).containsExactly(expected.split("\\|"));
  }

  @Test
  void aLoneSurrogateMovesNoOtherToken() {
    assertThat(slices("ab \uD800 cd \uDC00")).containsExactly("ab", "cd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t ", "\u0000", "\uD800"})
  void aTextWithoutAnythingToReadHasNoTokens(String text) {
    assertThat(tokenizer.tokens(text).size()).isZero();
  }

  @Test
  void aLongTextIsNotCut() {
    assertThat(tokenizer.tokens("word ".repeat(5000)).size()).isEqualTo(5000);
  }

  @Test
  void aShortTextIsNotPadded() {
    assertThat(tokenizer.tokens("one").size()).isEqualTo(1);
  }

  private static List<String> slices(String text) {
    Tokens tokens = tokenizer.tokens(text);
    List<String> slices = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      slices.add(CodePoints.slice(text, tokens.starts()[i], tokens.ends()[i]));
    }
    return slices;
  }
}
