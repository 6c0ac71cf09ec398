package io.glasswatch.explainer.model;

/** Questions of our own making, for tests. */
public final class Inputs {

  private Inputs() {}

  /** Returns the question how the shipped model scores {@code category} in {@code text}. */
  public static Input of(TextModel model, String text, Category category) {
    return of(model, text, category.output());
  }

  /** Returns the question how a classifier scores its output {@code output} in {@code text}. */
  public static Input of(TextModel model, String text, int output) {
    long[] ids = model.tokenizer().framed(model.tokenizer().tokens(text).ids());
    float[] weights = new float[model.settings().labels().size()];
    weights[output] = 1;
    int before = model.tokenizer().before();
    int to = ids.length - model.tokenizer().frame() + before;
    return Input.ofClassifier(ids, before, to, weights, 0);
  }
}
