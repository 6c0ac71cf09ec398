package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.List;
import java.util.Optional;

/**
 * Saliency: a token scores the length of the gradient by its embedding, {@code |dF/dx|}.
 *
 * <p>Source: Simonyan, Vedaldi, Zisserman, "Deep Inside Convolutional Networks", ICLR 2014.
 */
record Saliency() implements Method {

  private static final float[][] NO_NOISE = new float[0][];

  @Override
  public String id() {
    return "saliency";
  }

  @Override
  public String shows() {
    return "How fast the score could change with the token; not whether the token raised or lowered"
        + " it.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.PATH);
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    return batch.model().gradients(batch.inputs(), i -> NO_NOISE).stream()
        .map(Saliency::lengths)
        .map(Result::of)
        .toList();
  }

  private static double[] lengths(float[][] gradient) {
    double[] lengths = new double[gradient.length];
    for (int t = 0; t < lengths.length; t++) {
      double squares = 0;
      for (float g : gradient[t]) {
        squares += (double) g * g;
      }
      lengths[t] = Math.sqrt(squares);
    }
    return lengths;
  }
}
