package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Reading;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method whose scores leave the gradient graph ready to be read; all of them share one run.
 *
 * @param id the method's id
 * @param shows what the scores show, and what they cannot
 * @param attends whether it needs attention, or a gradient is enough
 * @param scores which of the graph's outputs it is
 */
record FromReading(String id, String shows, boolean attends, Function<Reading, double[]> scores)
    implements Method {

  @Override
  public Optional<String> missing(TextModel model) {
    Optional<String> why = model.missing(View.READING);
    return attends ? why : why.flatMap(reason -> model.missing(View.GRADIENT));
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    return batch.readings().stream().map(scores).map(Result::of).toList();
  }
}
