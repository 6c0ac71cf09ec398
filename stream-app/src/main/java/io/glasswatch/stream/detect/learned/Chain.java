package io.glasswatch.stream.detect.learned;

import java.util.Arrays;

/** The arithmetic of a linear chain: the best sequence of tags, and each tag's probability. */
final class Chain {

  private final int tags;
  private final float[] transitions;

  /** e to the power of each transition. */
  private final double[] factors;

  /**
   * What a tag may gain at most by the transitions to it and from it, over a chain of first tags.
   */
  private final double[] gain;

  /**
   * @param tags how many there are
   * @param transitions what one tag after another is worth, shape [from][to]
   */
  Chain(int tags, float[] transitions) {
    this.tags = tags;
    this.transitions = transitions;
    this.factors = new double[transitions.length];
    this.gain = new double[tags];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Math.exp(transitions[i]);
    }
    double same = at(0, 0);
    for (int tag = 0; tag < tags; tag++) {
      double in = same;
      for (int from = 0; from < tags; from++) {
        in = Math.max(in, at(from, tag));
      }
      gain[tag] = in - same + Math.max(0, at(tag, 0) - same);
    }
  }

  /**
   * Returns whether no transitions can make any other tag than the first worth it at a token. Where
   * that holds for all tokens of a chain, the first tag is the best for all of them: each other tag
   * would lose more than the transitions around it bring.
   */
  boolean surelyFirst(double[] emission) {
    for (int tag = 1; tag < tags; tag++) {
      if (emission[tag] + gain[tag] > emission[0]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the sequence with the highest sum (Viterbi).
   *
   * @param emissions what each tag is worth at each token, shape [tokens][tags], at least one
   */
  int[] best(double[][] emissions) {
    int n = emissions.length;
    double[][] value = new double[n][tags];
    int[][] before = new int[n][tags];
    value[0] = emissions[0].clone();
    for (int i = 1; i < n; i++) {
      double[] last = value[i - 1];
      for (int to = 0; to < tags; to++) {
        int best = 0;
        double most = last[0] + at(0, to);
        for (int from = 1; from < tags; from++) {
          double sum = last[from] + at(from, to);
          if (sum > most) {
            most = sum;
            best = from;
          }
        }
        before[i][to] = best;
        value[i][to] = most + emissions[i][to];
      }
    }
    int[] sequence = new int[n];
    for (int tag = 1; tag < tags; tag++) {
      if (value[n - 1][tag] > value[n - 1][sequence[n - 1]]) {
        sequence[n - 1] = tag;
      }
    }
    for (int i = n - 1; i > 0; i--) {
      sequence[i - 1] = before[i][sequence[i]];
    }
    return sequence;
  }

  /** Returns the probability of each tag at each token, shape [tokens][tags]. */
  double[][] marginals(double[][] emissions) {
    return marginals(emissions, new double[0]);
  }

  /**
   * Returns the probability of each tag at each token: forward and backward, each step scaled to a
   * sum of 1.
   *
   * @param pairs the expected number of each transition is added to it, shape [from][to]; empty if
   *     it is not asked for
   */
  double[][] marginals(double[][] emissions, double[] pairs) {
    int n = emissions.length;
    double[][] weight = new double[n][];
    double[][] forward = new double[n][tags];
    for (int i = 0; i < n; i++) {
      weight[i] = exp(emissions[i]);
      for (int to = 0; to < tags; to++) {
        double sum = i == 0 ? 1 : 0;
        for (int from = 0; i > 0 && from < tags; from++) {
          sum += forward[i - 1][from] * factors[from * tags + to];
        }
        forward[i][to] = sum * weight[i][to];
      }
      scale(forward[i]);
    }
    double[][] marginals = new double[n][tags];
    double[] after = new double[tags];
    Arrays.fill(after, 1);
    for (int i = n - 1; i >= 0; i--) {
      for (int tag = 0; tag < tags; tag++) {
        marginals[i][tag] = forward[i][tag] * after[tag];
        after[tag] *= weight[i][tag];
      }
      scale(marginals[i]);
      if (i > 0) {
        if (pairs.length > 0) {
          addPairs(forward[i - 1], after, pairs);
        }
        after = before(after);
      }
    }
    return marginals;
  }

  private void addPairs(double[] forward, double[] after, double[] pairs) {
    double[] joint = new double[pairs.length];
    for (int from = 0; from < tags; from++) {
      for (int to = 0; to < tags; to++) {
        joint[from * tags + to] = forward[from] * factors[from * tags + to] * after[to];
      }
    }
    scale(joint);
    for (int pair = 0; pair < pairs.length; pair++) {
      pairs[pair] += joint[pair];
    }
  }

  /** What follows one token, from what follows the one before it and includes it. */
  private double[] before(double[] after) {
    double[] before = new double[tags];
    for (int from = 0; from < tags; from++) {
      for (int to = 0; to < tags; to++) {
        before[from] += factors[from * tags + to] * after[to];
      }
    }
    scale(before);
    return before;
  }

  private double at(int from, int to) {
    return transitions[from * tags + to];
  }

  /** e to the power of each value less the highest. */
  private static double[] exp(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double[] powers = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      powers[i] = Math.exp(values[i] - most);
    }
    return powers;
  }

  private static void scale(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
  }
}
