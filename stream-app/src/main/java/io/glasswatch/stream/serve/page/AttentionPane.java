package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.AttentionView;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The attention of one head, or the mean of several, between the tokens that were kept.
 *
 * @param path the case page's own address
 * @param label whose attention it is
 * @param shown how many tokens there are
 * @param read how many tokens the model read
 * @param layers what the choice of layers offers
 * @param heads what the choice of heads offers
 * @param strongest the strongest weight of this picture, in percent
 * @param rows one a token
 * @param pictures every head, small; a row a layer
 */
record AttentionPane(
    String path,
    String label,
    int shown,
    int read,
    List<Choice> layers,
    List<Choice> heads,
    String strongest,
    List<Row> rows,
    List<Layer> pictures) {

  /** How many tokens a row names. */
  private static final int NAMED = 3;

  /** Below this share a token is not worth naming. */
  private static final double LEAST = 0.01;

  record Choice(String value, String label, boolean chosen) {}

  /** How much of a row's attention one token gets. */
  record Cell(String css, String title) {}

  /**
   * What one token looks at.
   *
   * @param framing whether the token frames the text and is no part of it
   * @param most the tokens that it looks at most, with percent
   * @param rest percent of its attention that went to tokens which are not shown
   */
  record Row(
      int number, String text, boolean framing, List<Cell> cells, String most, String rest) {}

  record Layer(String label, List<Head> heads) {}

  record Head(String link, String label, String picture, boolean chosen) {}

  /** Returns the attention that is kept of {@code item}; empty if there is none. */
  static Optional<AttentionPane> of(Case item, HeadChoice choice) {
    return item.explanation()
        .filter(Explanation.Explained.class::isInstance)
        .flatMap(e -> ((Explanation.Explained) e).attention())
        .map(view -> of(item, view, choice.within(view.layers(), view.heads())));
  }

  private static AttentionPane of(Case item, AttentionView view, HeadChoice choice) {
    float[][][][] weights = view.weights();
    double[][] mean = mean(weights, choice);
    List<String> texts = texts(item, view.places());
    double strongest =
        IntStream.range(0, mean.length).mapToDouble(q -> max(mean[q])).max().orElse(0);
    Heat heat = new Heat(strongest, false);
    List<Row> rows = new ArrayList<>();
    for (int query = 0; query < mean.length; query++) {
      rows.add(row(query, mean[query], texts, view.places().get(query).isEmpty(), heat));
    }
    String path = CasePage.path(item.interaction().id());
    return new AttentionPane(
        path,
        choice.words(),
        view.places().size(),
        view.read(),
        choices("layer", view.layers(), choice.layer()),
        choices("head", view.heads(), choice.head()),
        Words.percent(strongest),
        rows,
        pictures(path, weights, choice));
  }

  private static double[][] mean(float[][][][] weights, HeadChoice choice) {
    int tokens = weights[0][0].length;
    double[][] mean = new double[tokens][tokens];
    int count = 0;
    for (int l = 0; l < weights.length; l++) {
      for (int h = 0; h < weights[l].length; h++) {
        if (choice.holds(l, h)) {
          add(mean, weights[l][h]);
          count++;
        }
      }
    }
    for (double[] row : mean) {
      for (int key = 0; key < tokens; key++) {
        row[key] /= count;
      }
    }
    return mean;
  }

  private static void add(double[][] sum, float[][] more) {
    for (int q = 0; q < sum.length; q++) {
      for (int k = 0; k < sum.length; k++) {
        sum[q][k] += more[q][k];
      }
    }
  }

  private static Row row(
      int query, double[] weights, List<String> texts, boolean framing, Heat heat) {
    List<Cell> cells = new ArrayList<>();
    for (int key = 0; key < weights.length; key++) {
      String title =
          "%s → %s: %s %%".formatted(texts.get(query), texts.get(key), Words.percent(weights[key]));
      cells.add(new Cell(heat.css(weights[key]), title));
    }
    List<String> most =
        IntStream.range(0, weights.length)
            .boxed()
            .filter(key -> weights[key] >= LEAST)
            .sorted(Comparator.comparingDouble((Integer key) -> weights[key]).reversed())
            .limit(NAMED)
            .map(key -> texts.get(key) + " " + Words.percent(weights[key]) + " %")
            .toList();
    double rest =
        Math.max(0, 1 - IntStream.range(0, weights.length).mapToDouble(k -> weights[k]).sum());
    return new Row(
        query + 1,
        texts.get(query),
        framing,
        cells,
        String.join(", ", most),
        Words.percent(rest) + " %");
  }

  private static List<String> texts(Case item, List<Optional<Span>> places) {
    Conversation conversation = new Conversation(item.interaction(), List.of());
    List<String> texts = new ArrayList<>();
    for (Optional<Span> place : places) {
      String frame = texts.isEmpty() ? "start of text" : "end of text";
      texts.add(place.map(p -> Invisible.printable(conversation.textOf(p))).orElse(frame));
    }
    return texts;
  }

  private static List<Choice> choices(String what, int count, OptionalInt chosen) {
    List<Choice> choices = new ArrayList<>();
    choices.add(new Choice("", "mean of all", chosen.isEmpty()));
    for (int number = 1; number <= count; number++) {
      choices.add(
          new Choice(Integer.toString(number), what + " " + number, chosen.orElse(0) == number));
    }
    return choices;
  }

  private static List<Layer> pictures(String path, float[][][][] weights, HeadChoice choice) {
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < weights.length; l++) {
      List<Head> heads = new ArrayList<>();
      for (int h = 0; h < weights[l].length; h++) {
        HeadChoice one = new HeadChoice(OptionalInt.of(l + 1), OptionalInt.of(h + 1));
        heads.add(
            new Head(
                "%s?layer=%d&head=%d#attention".formatted(path, l + 1, h + 1),
                one.words(),
                Png.of(mean(weights, one)),
                one.equals(choice)));
      }
      layers.add(new Layer("layer " + (l + 1), heads));
    }
    return layers;
  }

  private static double max(double[] row) {
    return IntStream.range(0, row.length).mapToDouble(k -> row[k]).max().orElse(0);
  }
}
