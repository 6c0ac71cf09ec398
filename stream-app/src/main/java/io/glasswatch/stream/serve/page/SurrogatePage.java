package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import java.util.List;
import java.util.Optional;

/** What drives each category over many cases, as a file that stands alone. */
public final class SurrogatePage {

  private static final Template TEMPLATE = Html.template("surrogate.mustache");

  /** A sum that explains less of the variance than this is called low. */
  private static final double LOW = 0.5;

  private SurrogatePage() {}

  /**
   * A feature of the sum.
   *
   * @param feature a word, or what else a text has; its words are not ours
   * @param weight what it adds to the logit
   * @param with the mean logit of the cases that have it
   * @param without the mean logit of those that do not
   * @param cases how many have it
   * @param attribution a word's mean attribution; empty if none was explained
   */
  public record Row(
      String feature,
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
      List<Row> features) {
    public Sum {
      features = List.copyOf(features);
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
      List<Cells> features) {}

  private record Cells(
      String feature,
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
    double most = sum.features().stream().mapToDouble(f -> Math.abs(f.weight())).max().orElse(1);
    return new Fitted(
        sum.category(),
        sum.cases(),
        sum.explained(),
        Words.percent(sum.fidelity()),
        Words.percent(sum.agreement()),
        sum.fidelity() < LOW,
        sum.features().stream().map(row -> cells(row, most)).toList());
  }

  private static Cells cells(Row row, double most) {
    return new Cells(
        Invisible.printable(row.feature()),
        Words.percent(Math.abs(row.weight()) / most),
        Words.signed(row.weight()),
        Words.signed(row.with()),
        Words.signed(row.without()),
        row.cases(),
        row.attribution().map(Words::signed).orElse("–"));
  }
}
