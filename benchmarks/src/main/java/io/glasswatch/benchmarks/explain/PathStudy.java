package io.glasswatch.benchmarks.explain;

import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.explainer.attribute.IntegratedGradients;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Quadrature;
import io.glasswatch.explainer.attribute.WindowBatch;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.model.TextModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rules for the path integral on the same flagged texts: gradients, completeness gap, and how far
 * the scores are from those of 200 Gauss-Legendre points, relative to their size, as medians.
 */
public final class PathStudy {

  private static final int REFERENCE = 200;
  private static final int CHUNK = 10;
  private static final int LONGEST = 64;

  private PathStudy() {}

  /** Compares the rules. */
  public static Report run(Effort effort, Consumer<String> progress) throws IOException {
    Map<String, List<double[]>> measured = new LinkedHashMap<>();
    StringBuilder table = new StringBuilder();
    try (TextModel model = TextModel.open(SafetyModel.source(), 1)) {
      List<Input> rows = FlaggedRows.given(LONGEST).draw(model, effort.of(40, 4, 1));
      for (int from = 0; from < rows.size(); from += CHUNK) {
        List<Input> some = rows.subList(from, Math.min(rows.size(), from + CHUNK));
        measure(new WindowBatch(model, some), measured);
        progress.accept("%d of %d texts".formatted(from + some.size(), rows.size()));
      }
      table.append("%d texts%n%n".formatted(rows.size()));
    }
    table.append("| rule | gradients | completeness gap | error of the scores |%n".formatted());
    table.append("|---|--:|--:|--:|%n".formatted());
    measured.forEach(
        (rule, values) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.5f | %.4f |%n",
                    rule,
                    median(values, 0),
                    median(values, 1),
                    median(values, 2))));
    return Report.of(table.toString());
  }

  private static void measure(WindowBatch batch, Map<String, List<double[]>> measured) {
    List<double[]> exact = fixed(batch, Quadrature.gaussLegendre(REFERENCE));
    for (int points : new int[] {16, 24, 50}) {
      note(
          batch,
          "uniform " + points,
          fixed(batch, Quadrature.midpoint(points)),
          points,
          exact,
          measured);
    }
    note(
        batch,
        "Gauss-Legendre 16",
        fixed(batch, Quadrature.gaussLegendre(16)),
        16,
        exact,
        measured);
    for (int budget : new int[] {16, 32}) {
      List<Method.Result> results = new IntegratedGradients(budget, 0.01).explain(batch);
      for (int w = 0; w < batch.size(); w++) {
        double taken = results.get(w).quality().get(IntegratedGradients.GRADIENT_EVALUATIONS);
        note(
            "adaptive, at most " + budget,
            batch,
            w,
            results.get(w).tokens(),
            taken,
            exact,
            measured);
      }
    }
  }

  private static List<double[]> fixed(WindowBatch batch, Quadrature rule) {
    return IntegratedGradients.integrals(
        batch, IntStream.range(0, batch.size()).boxed().toList(), rule);
  }

  private static void note(
      WindowBatch batch,
      String rule,
      List<double[]> scores,
      int points,
      List<double[]> exact,
      Map<String, List<double[]>> measured) {
    for (int w = 0; w < batch.size(); w++) {
      note(rule, batch, w, scores.get(w), points, exact, measured);
    }
  }

  private static void note(
      String rule,
      WindowBatch batch,
      int w,
      double[] scores,
      double points,
      List<double[]> exact,
      Map<String, List<double[]>> measured) {
    double change = batch.values()[w] - batch.masked()[w];
    double off = 0;
    double size = 0;
    for (int t = 0; t < scores.length; t++) {
      off += Math.abs(scores[t] - exact.get(w)[t]);
      size += Math.abs(exact.get(w)[t]);
    }
    measured
        .computeIfAbsent(rule, r -> new ArrayList<>())
        .add(new double[] {points, IntegratedGradients.gap(scores, change), off / size});
  }

  private static double median(List<double[]> values, int column) {
    double[] sorted = values.stream().mapToDouble(v -> v[column]).sorted().toArray();
    return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElse(Double.NaN);
  }
}
