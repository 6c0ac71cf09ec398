package io.glasswatch.explainer.model;

/**
 * What a language model says of the next token.
 *
 * @param logits shape [rows, width, vocabulary]
 * @param rows texts
 * @param width tokens of each, padding counted
 */
record LogProbabilities(float[] logits, int rows, int width) {

  /** Returns F of {@code input}, which is row {@code row}. */
  double of(Input input, int row) {
    int vocabulary = logits.length / (rows * width);
    double sum = 0;
    for (int t = 1; t < input.ids().length; t++) {
      if (input.weights()[t] != 0) {
        int from = (row * width + t - 1) * vocabulary;
        sum += input.weights()[t] * logProbability(from, vocabulary, (int) input.ids()[t]);
      }
    }
    return sum;
  }

  /** log softmax, with the largest logit taken out so that nothing overflows. */
  private double logProbability(int from, int vocabulary, int token) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < vocabulary; v++) {
      largest = Math.max(largest, logits[from + v]);
    }
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
      sum += Math.exp(logits[from + v] - largest);
    }
    return logits[from + token] - largest - Math.log(sum);
  }
}
