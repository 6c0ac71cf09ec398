package io.glasswatch.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttentionViewTest {

  private static final int[] SHOWN = {0, 2, 3};
  private static final List<Optional<Span>> PLACES =
      List.of(
          Optional.empty(),
          Optional.of(new Span(Where.PROMPT, 0, 3, 6)),
          Optional.of(new Span(Where.PROMPT, 0, 7, 9)));

  @Test
  void theWeightsOfTheShownTokensComeBackToAHalfOf255th() {
    float[][][][] attention = attention(2, 3, 5);

    float[][][][] weights = AttentionView.of(attention, SHOWN, PLACES).weights();

    for (int l = 0; l < 2; l++) {
      for (int h = 0; h < 3; h++) {
        for (int q = 0; q < SHOWN.length; q++) {
          for (int k = 0; k < SHOWN.length; k++) {
            assertThat(weights[l][h][q][k])
                .isCloseTo(attention[l][h][SHOWN[q]][SHOWN[k]], within(0.5f / 255 + 1e-6f));
          }
        }
      }
    }
  }

  @Test
  void twoViewsOfTheSameAreEqual() {
    AttentionView one = AttentionView.of(attention(2, 3, 5), SHOWN, PLACES);

    assertThat(one).isEqualTo(AttentionView.of(attention(2, 3, 5), SHOWN, PLACES));
    assertThat(one).isNotEqualTo(AttentionView.of(attention(3, 2, 5), SHOWN, PLACES));
    assertThat(one.toString()).startsWith("AttentionView[2 layers, 3 heads, 3 of 5 tokens, ");
  }

  @Test
  void noViewIsLargerThanTheBoundWhateverTheModel() {
    for (int heads : new int[] {12, 144, 384, 1024}) {
      int most = AttentionView.mostTokens(1, heads);
      assertThat((long) most * most * heads).isLessThanOrEqualTo(AttentionView.MOST_WEIGHTS);
    }
    List<Optional<Span>> many =
        Collections.nCopies(AttentionView.mostTokens(6, 12) + 1, PLACES.get(0));

    assertThatThrownBy(() -> new AttentionView(6, 12, many, 99, new byte[0]))
        .hasMessage("a view must have at most 65536 weights");
  }

  @Test
  void damagedWeightsAreRefused() {
    byte[] packed = AttentionView.of(attention(2, 3, 5), SHOWN, PLACES).packed();
    byte[] half = java.util.Arrays.copyOf(packed, packed.length / 2);

    assertThatThrownBy(() -> new AttentionView(2, 3, PLACES, 5, half).weights())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the attention is");
  }

  private static float[][][][] attention(int layers, int heads, int tokens) {
    Random random = new Random(3);
    float[][][][] attention = new float[layers][heads][tokens][tokens];
    for (float[][][] layer : attention) {
      for (float[][] head : layer) {
        for (float[] query : head) {
          for (int k = 0; k < tokens; k++) {
            query[k] = random.nextFloat();
          }
        }
      }
    }
    return attention;
  }
}
