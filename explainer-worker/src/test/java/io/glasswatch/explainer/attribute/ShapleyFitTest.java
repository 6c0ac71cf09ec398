package io.glasswatch.explainer.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ShapleyFitTest {

  @Test
  void anAdditiveGameIsRecoveredExactly() {
    double[] shares = {3, -1, 0, 0.5, 2};
    double[] values =
        values(
            ShapleyFit.sample(5, 40, 1),
            coalition -> {
              double sum = 7;
              for (int i = 0; i < 5; i++) {
                sum += coalition[i] ? shares[i] : 0;
              }
              return sum;
            });
    assertThat(values).containsExactly(shares, within(1e-4));
  }

  @Test
  void playersWithEqualRolesShareEquallyAndADummyGetsNothing() {
    double[] values = values(everyCoalition(), coalition -> coalition[0] && coalition[1] ? 1 : 0);
    assertThat(values).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-4));
  }

  @Test
  void valuesAddUpWhateverWasSampled() {
    double[] values =
        values(ShapleyFit.sample(9, 6, 3), coalition -> Arrays.hashCode(coalition) % 100 / 10.0);
    boolean[] all = new boolean[9];
    Arrays.fill(all, true);
    double change =
        Arrays.hashCode(all) % 100 / 10.0 - Arrays.hashCode(new boolean[9]) % 100 / 10.0;
    assertThat(Arrays.stream(values).sum()).isCloseTo(change, within(1e-9));
  }

  @Test
  void everyCoalitionComesWithItsComplementAndIsNeitherEmptyNorFull() {
    boolean[][] coalitions = ShapleyFit.sample(6, 50, 2).coalitions();
    assertThat(coalitions).hasNumberOfRows(50);
    for (int c = 0; c < coalitions.length; c += 2) {
      int size = 0;
      for (int i = 0; i < 6; i++) {
        assertThat(coalitions[c][i]).isNotEqualTo(coalitions[c + 1][i]);
        size += coalitions[c][i] ? 1 : 0;
      }
      assertThat(size).isBetween(1, 5);
    }
  }

  /** All coalitions of three players; those of one and of two players weigh the same. */
  private static ShapleyFit everyCoalition() {
    return new ShapleyFit(
        new boolean[][] {
          {true, false, false},
          {false, true, false},
          {false, false, true},
          {true, true, false},
          {true, false, true},
          {false, true, true}
        });
  }

  private static double[] values(ShapleyFit fit, ToDoubleFunction<boolean[]> game) {
    int players = fit.coalitions()[0].length;
    boolean[] all = new boolean[players];
    Arrays.fill(all, true);
    double[] worth = Arrays.stream(fit.coalitions()).mapToDouble(game).toArray();
    return fit.values(worth, game.applyAsDouble(new boolean[players]), game.applyAsDouble(all));
  }
}
