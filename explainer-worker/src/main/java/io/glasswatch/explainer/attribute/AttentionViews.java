package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.AttentionView;
import io.glasswatch.contract.Span;
import io.glasswatch.explainer.attribute.Task.Passage;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.model.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Attention by layer and head, small enough to be stored with an explanation: of the passage that
 * the verdict came from, between the tokens that the first method scores highest. The tokens that
 * frame the passage are always shown, since much of the attention rests on them.
 *
 * @param model what is explained
 * @param tokens how many are shown, 0 to {@value #MOST_TOKENS}; 0 for no view
 */
public record AttentionViews(TextModel model, int tokens) {

  /** The most tokens of a view. */
  public static final int MOST_TOKENS = 64;

  private static final int LEAST_TOKENS = 2;

  /**
   * Returns one view a task, in order; empty where none is wanted or the model has no attention.
   * Costs about two forward passes a view.
   *
   * @param accounts what the methods said of each task
   * @param wanted whether each task is shown
   */
  public List<Optional<AttentionView>> of(
      List<Task> tasks, List<List<Account>> accounts, List<Boolean> wanted) {
    List<Optional<AttentionView>> views =
        new ArrayList<>(Collections.nCopies(tasks.size(), Optional.empty()));
    int[] shown = IntStream.range(0, tasks.size()).filter(wanted::get).toArray();
    if (tokens == 0 || shown.length == 0 || model.missing(View.READING).isPresent()) {
      return views;
    }
    List<Passage> passages =
        Arrays.stream(shown).mapToObj(t -> tasks.get(t).passages().get(0)).toList();
    List<float[][][][]> attention = model.attention(passages.stream().map(Passage::input).toList());
    for (int i = 0; i < shown.length; i++) {
      views.set(
          shown[i], Optional.of(view(passages.get(i), attention.get(i), accounts.get(shown[i]))));
    }
    return views;
  }

  private AttentionView view(Passage passage, float[][][][] attention, List<Account> accounts) {
    double[] strengths =
        accounts.isEmpty()
            ? received(attention)
            : Arrays.stream(accounts.get(0).first().tokens()).map(Math::abs).toArray();
    int room =
        Math.max(
            LEAST_TOKENS,
            Math.min(tokens, AttentionView.mostTokens(attention.length, attention[0].length)));
    int[] shown = shown(passage.input(), strengths, room);
    List<Optional<Span>> places =
        Arrays.stream(shown).mapToObj(token -> place(passage, token)).toList();
    return AttentionView.of(attention, shown, places);
  }

  /** Returns the first and the last token, if they frame the passage, and the strongest within. */
  private static int[] shown(Input input, double[] strengths, int room) {
    int last = input.ids().length - 1;
    List<Integer> frame =
        Stream.of(0, last).distinct().filter(t -> t < input.from() || t >= input.to()).toList();
    Stream<Integer> strongest =
        IntStream.range(input.from(), input.to())
            .boxed()
            .sorted(Comparator.comparingDouble((Integer t) -> strengths[t]).reversed())
            .limit(Math.max(0, room - frame.size()));
    return Stream.concat(frame.stream(), strongest).mapToInt(t -> t).sorted().toArray();
  }

  private static Optional<Span> place(Passage passage, int token) {
    int explained = token - passage.input().from();
    boolean within = explained >= 0 && token < passage.input().to();
    return within ? Optional.of(passage.spans().get(explained)) : Optional.empty();
  }

  /** Returns the attention that each token gets, summed over layers, heads and queries. */
  private static double[] received(float[][][][] attention) {
    double[] received = new double[attention[0][0].length];
    for (float[][][] layer : attention) {
      for (float[][] head : layer) {
        for (float[] query : head) {
          for (int key = 0; key < query.length; key++) {
            received[key] += query[key];
          }
        }
      }
    }
    return received;
  }
}
