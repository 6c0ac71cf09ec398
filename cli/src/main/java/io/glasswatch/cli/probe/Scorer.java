package io.glasswatch.cli.probe;

import io.glasswatch.contract.Score;
import java.util.List;

/** What judges texts: a safety model, or something simpler in its place. */
@FunctionalInterface
interface Scorer {

  /** Returns for each text, in order, its score of each category, always the same categories. */
  List<List<Score>> scores(List<String> texts);
}
