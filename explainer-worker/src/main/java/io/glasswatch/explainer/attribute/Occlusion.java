package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Occlusion: a piece of the text scores {@code F(x) - F(x with it masked)}, shared out evenly among
 * its tokens. Costs one forward pass a piece; needs no gradient.
 *
 * <p>Source: Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014.
 *
 * @param piece what is masked at a time
 */
record Occlusion(Piece piece) implements Method {

  static final Occlusion DEFAULT = new Occlusion(Piece.TOKEN);

  /** What is masked at a time. */
  enum Piece {
    TOKEN(""),
    /** Up to a mark that divides a sentence. */
    SPAN(".!?,;:\n。！？，、；：؟،"),
    SENTENCE(".!?\n。！？؟");

    private final String marks;

    Piece(String marks) {
      this.marks = marks;
    }

    boolean endsWith(String token) {
      return this == TOKEN
          || (!token.isEmpty() && marks.indexOf(token.charAt(token.length() - 1)) >= 0);
    }
  }

  @Override
  public String id() {
    return equals(DEFAULT) ? "occlusion" : "occlusion:" + piece.name().toLowerCase(Locale.ROOT);
  }

  /** Takes what is masked at a time: {@code token}, {@code span} or {@code sentence}. */
  @Override
  public Method with(String parameter) {
    return Arrays.stream(Piece.values())
        .filter(p -> p.name().toLowerCase(Locale.ROOT).equals(parameter))
        .findFirst()
        .map(Occlusion::new)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "occlusion masks a token, span or sentence at a time, but was given \"%s\""
                        .formatted(parameter)));
  }

  @Override
  public String shows() {
    return "The fall of the score when the token is masked, which was really tried; not tokens that"
        + " only matter together.";
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      int[] ends = ends(batch, batch.inputs().get(w));
      double[] without = batch.keeping(w, eachMasked(ends));
      double[] scores = new double[batch.inputs().get(w).size()];
      for (int k = 0; k < ends.length; k++) {
        int from = k == 0 ? 0 : ends[k - 1];
        Arrays.fill(scores, from, ends[k], (values[w] - without[k]) / (ends[k] - from));
      }
      results.add(Result.of(batch.spread(w, scores)));
    }
    return results;
  }

  /** Returns where each piece ends; marks in a row belong to the piece before them. */
  private int[] ends(WindowBatch batch, Input input) {
    boolean[] marks = new boolean[input.size()];
    for (int t = 0; t < marks.length; t++) {
      long id = input.ids()[input.from() + t];
      marks[t] = piece.endsWith(batch.model().tokenizer().text(id).replace(" ", ""));
    }
    return IntStream.rangeClosed(1, marks.length)
        .filter(t -> t == marks.length || (marks[t - 1] && (piece == Piece.TOKEN || !marks[t])))
        .toArray();
  }

  /** Returns which tokens are kept when each is masked alone, one row a token. */
  static List<boolean[]> eachMasked(int tokens) {
    return eachMasked(IntStream.rangeClosed(1, tokens).toArray());
  }

  private static List<boolean[]> eachMasked(int[] ends) {
    List<boolean[]> rows = new ArrayList<>();
    for (int k = 0; k < ends.length; k++) {
      boolean[] kept = new boolean[ends[ends.length - 1]];
      Arrays.fill(kept, true);
      Arrays.fill(kept, k == 0 ? 0 : ends[k - 1], ends[k], false);
      rows.add(kept);
    }
    return rows;
  }
}
