package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.List;
import java.util.Optional;

/**
 * DeepLIFT with the rescale rule against the masked text: every function of one number passes the
 * slope of its chord, every product the mean of its other factor. The scores add up to F less F of
 * the masked text.
 *
 * <p>Source: Shrikumar, Greenside, Kundaje, "Learning Important Features Through Propagating
 * Activation Differences", ICML 2017.
 */
record DeepLift() implements Method {

  @Override
  public String id() {
    return "deeplift";
  }

  @Override
  public String shows() {
    return "A share of the whole change from the masked text, in one pass; not a share that is the"
        + " same for every way to write the same network.";
  }

  @Override
  public Optional<String> missing(TextModel model) {
    return model.missing(View.RESCALE);
  }

  @Override
  public boolean addsUp() {
    return true;
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    return batch.model().rescaled(batch.inputs()).stream().map(Result::of).toList();
  }
}
