package io.glasswatch.explainer.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.explainer.tokenize.Windows.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {

  private static final Windows TEST = new Windows(10, 6);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10})
  void aTextThatFitsIsOneWindow(int tokens) {
    assertThat(TEST.over(tokens)).containsExactly(new Window(0, tokens));
  }

  @Test
  void theLastWindowEndsWhereTheTextEnds() {
    assertThat(TEST.over(20))
        .containsExactly(new Window(0, 10), new Window(6, 16), new Window(10, 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 16, 17, 100, 101, 1000})
  void everyTokenStandsInSomeWindowAndEveryWindowIsFull(int tokens) {
    boolean[] seen = new boolean[tokens];
    for (Window window : TEST.over(tokens)) {
      assertThat(window.size()).isEqualTo(10);
      for (int t = window.from(); t < window.to(); t++) {
        seen[t] = true;
      }
    }
    assertThat(seen).doesNotContain(false);
  }

  @Test
  void aTokenIsOwnedByTheWindowInWhichItStandsDeepest() {
    assertThat(Windows.owners(TEST.over(16), 16))
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void aStrideWiderThanTheWindowIsRefused() {
    assertThatThrownBy(() -> new Windows(10, 11))
        .hasMessage("stride must be 1 to the window's size, but was 11 of 10");
  }
}
