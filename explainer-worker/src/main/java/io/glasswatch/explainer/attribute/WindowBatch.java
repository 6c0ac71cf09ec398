package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Inside;
import io.glasswatch.explainer.model.Reading;
import io.glasswatch.explainer.model.TextModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Inputs that are explained together, of one request or of many. Used by one thread. */
public final class WindowBatch {

  private final TextModel model;
  private final List<Input> inputs;
  private List<Reading> readings = List.of();
  private List<Inside> inside = List.of();
  private double[] values = new double[0];
  private double[] masked = new double[0];

  /**
   * Makes a batch.
   *
   * @param model what explains
   * @param inputs what is explained
   */
  public WindowBatch(TextModel model, List<Input> inputs) {
    this.model = model;
    this.inputs = List.copyOf(inputs);
  }

  /** Returns the gradient graph's reading of each input, run once whatever methods share it. */
  public List<Reading> readings() {
    if (readings.isEmpty()) {
      readings = model.readings(inputs);
    }
    return readings;
  }

  /** Returns what goes on inside the model, run once whatever methods share it. */
  public List<Inside> inside() {
    if (inside.isEmpty()) {
      inside = model.inside(inputs);
    }
    return inside;
  }

  /** Returns F of each input, run once. */
  public double[] values() {
    if (values.length == 0) {
      values = model.values(inputs);
    }
    return values.clone();
  }

  /** Returns F of each input with all its explained tokens masked, run once. */
  public double[] masked() {
    if (masked.length == 0) {
      masked = model.values(inputs.stream().map(i -> i.masked(model.mask())).toList());
    }
    return masked.clone();
  }

  /** Returns F of versions of input {@code w}, given by which of its tokens they keep. */
  public double[] keeping(int w, List<boolean[]> kept) {
    return model.values(
        kept.stream().map(keeps -> inputs.get(w).keeping(keeps, model.mask())).toList());
  }

  /** Returns a score for every token of input {@code w} out of those of its explained tokens. */
  double[] spread(int w, double[] scores) {
    double[] all = new double[inputs.get(w).ids().length];
    System.arraycopy(scores, 0, all, inputs.get(w).from(), scores.length);
    return all;
  }

  /** Returns each input so many times in a row. */
  List<Input> repeated(int times) {
    List<Input> repeated = new ArrayList<>();
    inputs.forEach(input -> repeated.addAll(Collections.nCopies(times, input)));
    return repeated;
  }

  /** Returns the model that explains. */
  public TextModel model() {
    return model;
  }

  /** Returns what is explained. */
  public List<Input> inputs() {
    return inputs;
  }

  /** Returns how many inputs there are. */
  public int size() {
    return inputs.size();
  }
}
