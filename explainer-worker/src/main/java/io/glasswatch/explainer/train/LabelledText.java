package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import java.util.Map;
import java.util.Objects;

/**
 * One text and what its source says of it.
 *
 * @param source the data set it comes from
 * @param side whether it was read or written by a language model
 * @param text the text itself
 * @param group rows of one group never stand on both sides of a split
 * @param labels true or false for the categories its source defines; the others are unknown
 * @param use what the text may be used for
 */
public record LabelledText(
    String source,
    Category.Side side,
    String text,
    String group,
    Map<Category, Boolean> labels,
    Use use) {

  public LabelledText {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(use, "use");
    labels = Map.copyOf(labels);
  }

  /** Names the source, never the text. */
  @Override
  public String toString() {
    return "LabelledText[%s, %s, %d chars]".formatted(source, side, text.length());
  }

  /** What a labelled text may be used for. */
  public enum Use {
    /** May train the weights that are shipped. */
    TRAIN,
    /** May only be measured on. */
    MEASURE
  }
}
