package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Reading;
import io.glasswatch.explainer.model.SafetyModel;
import java.util.ArrayList;
import java.util.List;

/** Windows that are explained together, of one request or of many. Used by one thread. */
public final class WindowBatch {

  private final SafetyModel model;
  private final List<long[]> windows;
  private final List<Category> targets;
  private List<Reading> readings = List.of();

  /**
   * Makes a batch.
   *
   * @param model what explains
   * @param windows framed token ids
   * @param targets the category to explain in each window
   */
  public WindowBatch(SafetyModel model, List<long[]> windows, List<Category> targets) {
    this.model = model;
    this.windows = new ArrayList<>(windows);
    this.targets = List.copyOf(targets);
  }

  /** Returns the gradient graph's reading of each window, run once whatever methods share it. */
  public List<Reading> readings() {
    if (readings.isEmpty() && !windows.isEmpty()) {
      readings = model.readings(windows, targets);
    }
    return readings;
  }

  /** Returns the model that explains. */
  public SafetyModel model() {
    return model;
  }

  /** Returns the windows' framed token ids. */
  public List<long[]> windows() {
    return List.copyOf(windows);
  }

  /** Returns the category to explain in each window. */
  public List<Category> targets() {
    return targets;
  }
}
