package io.glasswatch.stream.detect.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Against all sequences of a chain that is small enough to try them. */
class ChainTest {

  private static final int TAGS = 3;
  private static final int TOKENS = 4;

  @RepeatedTest(20)
  void theBestSequenceAndTheProbabilitiesAreThoseOfAllSequences(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    float[] transitions = new float[TAGS * TAGS];
    for (int i = 0; i < transitions.length; i++) {
      transitions[i] = (float) random.nextGaussian();
    }
    double[][] emissions = new double[TOKENS][TAGS];
    for (double[] emission : emissions) {
      Arrays.setAll(emission, i -> random.nextGaussian());
    }
    double[][] weight = new double[TOKENS][TAGS];
    double all = 0;
    double most = 0;
    int[] best = new int[TOKENS];
    for (int code = 0; code < Math.pow(TAGS, TOKENS); code++) {
      int[] tags = new int[TOKENS];
      double sum = 0;
      for (int i = 0, left = code; i < TOKENS; i++, left /= TAGS) {
        tags[i] = left % TAGS;
        sum += emissions[i][tags[i]] + (i == 0 ? 0 : transitions[tags[i - 1] * TAGS + tags[i]]);
      }
      double w = Math.exp(sum);
      all += w;
      for (int i = 0; i < TOKENS; i++) {
        weight[i][tags[i]] += w;
      }
      if (w > most) {
        most = w;
        best = tags;
      }
    }
    Chain chain = new Chain(TAGS, transitions);

    assertThat(chain.best(emissions)).isEqualTo(best);
    double[][] marginals = chain.marginals(emissions);
    for (int i = 0; i < TOKENS; i++) {
      for (int tag = 0; tag < TAGS; tag++) {
        assertThat(marginals[i][tag]).isCloseTo(weight[i][tag] / all, within(1e-9));
      }
    }
  }
}
