package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import java.util.List;
import java.util.Optional;

/** Which words drive each category over many cases, as a file that stands alone. */
public final class SurrogatePage {

  private static final Template TEMPLATE = Html.template("surrogate.mustache");

  /** A sum that explains less of the variance than this is called low. */
  private static final double LOW = 0.5;

  private SurrogatePage() {}

  /**
   * A word of the sum.
   *
   * @param weight what it adds to the logit
   * @param with the mean logit of the cases that have it
   * @param without the mean logit of those that do not
   * @param cases how many have it
   * @param attribution its mean attribution; empty if none was explained
   */
  public record Word(
      String word,
      double weight,
      double with,
      double without,
      int cases,
      Optional<Double> attribution) {}

  /**
   * The sum of one category.
   *
   * @param fidelity the share of the variance that it explains on held-out cases, at most 1
   * @param agreement the share of held-out cases on which it gives the model's verdict, 0 to 1
   */
  public record Sum(
      String category,
      int cases,
      int explained,
      double fidelity,
      double agreement,
      List<Word> words) {
    public Sum {
      words = List.copyOf(words);
    }
  }

  /** A category that has no sum, and of how many cases. */
  public record Few(String category, int cases) {}

  private record View(List<Few> few, List<Fitted> fitted) {}

  private record Fitted(
      String category,
      int cases,
      int explained,
      String fidelity,
      String agreement,
      boolean low,
      List<Row> words) {}

  private record Row(
      String word,
      String bar,
      String weight,
      String with,
      String without,
      int cases,
      String attribution) {}

  /** Returns the page. */
  public static String render(List<Sum> sums, List<Few> few) {
    return Html.alone(
        "What drives each category",
        TEMPLATE.execute(new View(few, sums.stream().map(SurrogatePage::fitted).toList())));
  }

  private static Fitted fitted(Sum sum) {
    double most = sum.words().stream().mapToDouble(w -> Math.abs(w.weight())).max().orElse(1);
    return new Fitted(
        sum.category(),
        sum.cases(),
        sum.explained(),
        Words.percent(sum.fidelity()),
        Words.percent(sum.agreement()),
        sum.fidelity() < LOW,
        sum.words().stream().map(word -> row(word, most)).toList());
  }

  private static Row row(Word word, double most) {
    return new Row(
        Invisible.printable(word.word()),
        Words.percent(Math.abs(word.weight()) / most),
        Words.signed(word.weight()),
        Words.signed(word.with()),
        Words.signed(word.without()),
        word.cases(),
        word.attribution().map(Words::signed).orElse("–"));
  }
}
