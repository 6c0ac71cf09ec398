package io.glasswatch.stream.detect.learned;

/**
 * The arithmetic of a linear chain: the best sequence of tags, and each tag's probability.
 *
 * @param tags how many there are
 * @param transitions what one tag after another is worth, shape [from][to]
 */
record Chain(int tags, float[] transitions) {

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
      for (int to = 0; to < tags; to++) {
        int best = 0;
        for (int from = 1; from < tags; from++) {
          if (value[i - 1][from] + at(from, to) > value[i - 1][best] + at(best, to)) {
            best = from;
          }
        }
        before[i][to] = best;
        value[i][to] = value[i - 1][best] + at(best, to) + emissions[i][to];
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
   * Returns the probability of each tag at each token.
   *
   * @param pairs the expected number of each transition is added to it, shape [from][to]; empty if
   *     it is not asked for
   */
  double[][] marginals(double[][] emissions, double[] pairs) {
    int n = emissions.length;
    double[][] forward = new double[n][tags];
    double[][] backward = new double[n][tags];
    double[] terms = new double[tags];
    forward[0] = emissions[0].clone();
    for (int i = 1; i < n; i++) {
      for (int to = 0; to < tags; to++) {
        for (int from = 0; from < tags; from++) {
          terms[from] = forward[i - 1][from] + at(from, to);
        }
        forward[i][to] = logSum(terms) + emissions[i][to];
      }
    }
    for (int i = n - 2; i >= 0; i--) {
      for (int from = 0; from < tags; from++) {
        for (int to = 0; to < tags; to++) {
          terms[to] = at(from, to) + emissions[i + 1][to] + backward[i + 1][to];
        }
        backward[i][from] = logSum(terms);
      }
    }
    double all = logSum(forward[n - 1]);
    double[][] marginals = new double[n][tags];
    for (int i = 0; i < n; i++) {
      for (int tag = 0; tag < tags; tag++) {
        marginals[i][tag] = Math.exp(forward[i][tag] + backward[i][tag] - all);
      }
    }
    for (int i = 1; pairs.length > 0 && i < n; i++) {
      for (int from = 0; from < tags; from++) {
        for (int to = 0; to < tags; to++) {
          pairs[from * tags + to] +=
              Math.exp(
                  forward[i - 1][from] + at(from, to) + emissions[i][to] + backward[i][to] - all);
        }
      }
    }
    return marginals;
  }

  private double at(int from, int to) {
    return transitions[from * tags + to];
  }

  private static double logSum(double[] terms) {
    double most = Double.NEGATIVE_INFINITY;
    for (double term : terms) {
      most = Math.max(most, term);
    }
    double sum = 0;
    for (double term : terms) {
      sum += Math.exp(term - most);
    }
    return most + Math.log(sum);
  }
}
