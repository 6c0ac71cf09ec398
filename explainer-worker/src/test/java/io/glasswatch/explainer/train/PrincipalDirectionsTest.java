package io.glasswatch.explainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.explainer.model.Directions;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrincipalDirectionsTest {

  private static final int WIDTH = 24;

  @Test
  void theyAreTheAxesAlongWhichTextsDifferMost() {
    Random random = new Random(1);
    List<Example> texts = IntStream.range(0, 3_000).mapToObj(i -> text(random)).toList();

    Directions directions = PrincipalDirections.of(texts);

    for (int k = 0; k < 4; k++) {
      float[] axis = new float[WIDTH];
      axis[k] = 1;
      List<Double> along = directions.coordinates(List.of(axis));
      assertThat(Math.abs(along.get(k))).isGreaterThan(0.99);
      assertThat(along.stream().mapToDouble(x -> x * x).sum()).isEqualTo(1, within(0.02));
    }
  }

  /** Two windows; the coordinates spread less and less. */
  private static Example text(Random random) {
    float[][] windows = new float[2][WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      float x = (float) (random.nextGaussian() * Math.pow(0.6, i));
      windows[0][i] = x;
      windows[1][i] = x;
    }
    return new Example(null, windows);
  }
}
