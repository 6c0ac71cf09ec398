package io.glasswatch.benchmarks.explain;

import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.attribute.Account;
import io.glasswatch.explainer.attribute.Attributor;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.Task;
import io.glasswatch.explainer.attribute.Task.Passage;
import io.glasswatch.explainer.attribute.WindowBatch;
import io.glasswatch.explainer.check.Faithfulness;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.model.TextModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Every method on the same flagged texts: how faithful it is and what it costs alone. A method is
 * on the front if no other has a larger deletion area for as few forward passes, or fewer.
 */
public final class MethodTable {

  private static final int CHUNK = 25;
  private static final int LONGEST = 32;
  private static final String RANDOM = "random";

  private MethodTable() {}

  /** Scores drawn at random: what any method must beat. */
  private record RandomScores() implements Method {
    @Override
    public String id() {
      return RANDOM;
    }

    @Override
    public String shows() {
      return "Nothing; not anything else either.";
    }

    @Override
    public List<Result> explain(WindowBatch batch) {
      Random random = new Random(7);
      return batch.inputs().stream()
          .map(input -> Result.of(random.doubles(input.ids().length).toArray()))
          .toList();
    }
  }

  /** Sums over all texts. */
  private static final class Row {
    private double comprehensiveness;
    private double sufficiency;
    private double area;
    private double gap;
    private double trusted;
    private double passes;
    private double seconds;
    private int texts;

    void add(Account account) {
      var quality = account.attribution().quality();
      comprehensiveness += quality.get(Faithfulness.COMPREHENSIVENESS);
      sufficiency += quality.get(Faithfulness.SUFFICIENCY);
      area += quality.get(Faithfulness.AREA) - quality.get(Faithfulness.AREA_RANDOM);
      gap += quality.getOrDefault(Faithfulness.COMPLETENESS_GAP, Double.NaN);
      trusted += quality.get(Faithfulness.TRUSTED);
      passes += account.forwardEquivalents();
      seconds += account.seconds();
      texts++;
    }

    double meanArea() {
      return area / texts;
    }

    double meanPasses() {
      return passes / texts;
    }

    boolean beats(Row other) {
      boolean asGood = meanArea() >= other.meanArea() && meanPasses() <= other.meanPasses();
      return asGood && (meanArea() > other.meanArea() || meanPasses() < other.meanPasses());
    }

    String line(String id, boolean front) {
      return String.format(
          Locale.ROOT,
          "| `%s` | %.2f | %.2f | %.2f | %s | %.0f %% | %.1f | %.1f | %s |",
          id,
          comprehensiveness / texts,
          sufficiency / texts,
          meanArea(),
          Double.isNaN(gap) ? "–" : String.format(Locale.ROOT, "%.4f", gap / texts),
          100 * trusted / texts,
          meanPasses(),
          1000 * seconds / texts,
          front ? "front" : "");
    }
  }

  /** Measures all methods. */
  public static Report run(Effort effort, Consumer<String> progress) throws IOException {
    List<Method> methods = new ArrayList<>(List.of(new RandomScores()));
    methods.addAll(Methods.of(Methods.ids()));
    try (TextModel model = TextModel.open(SafetyModel.source(), 1)) {
      List<Input> rows = FlaggedRows.given(LONGEST).draw(model, effort.of(300, 8, 1));
      List<Row> sums = new ArrayList<>();
      methods.forEach(method -> sums.add(new Row()));
      // The first texts open the views and warm the machine up; they are not counted.
      measure(model, methods, rows.subList(0, Math.min(4, rows.size())));
      for (int from = 0; from < rows.size(); from += CHUNK) {
        List<Input> chunk = rows.subList(from, Math.min(rows.size(), from + CHUNK));
        for (List<Account> accounts : measure(model, methods, chunk)) {
          for (int m = 0; m < methods.size(); m++) {
            sums.get(m).add(accounts.get(m));
          }
        }
        progress.accept("%d of %d texts".formatted(from + chunk.size(), rows.size()));
      }
      return Report.of(table(methods, sums, rows));
    }
  }

  private static String table(List<Method> methods, List<Row> sums, List<Input> rows) {
    double tokens = rows.stream().mapToInt(Input::size).average().orElse(0);
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%d texts, %.0f tokens in the mean%n%n"
                    + "| method | comprehensiveness | sufficiency | deletion area less random |"
                    + " completeness gap | trusted | forward passes | ms | |%n"
                    + "|---|--:|--:|--:|--:|--:|--:|--:|---|%n",
                rows.size(),
                tokens));
    for (int m = 0; m < methods.size(); m++) {
      Row row = sums.get(m);
      boolean front = sums.stream().noneMatch(other -> other.beats(row));
      table.append(row.line(methods.get(m).id(), front)).append(System.lineSeparator());
    }
    return table.toString();
  }

  private static List<List<Account>> measure(
      TextModel model, List<Method> methods, List<Input> inputs) {
    List<Task> tasks = inputs.stream().map(MethodTable::task).toList();
    List<List<Account>> accounts = new ArrayList<>();
    tasks.forEach(task -> accounts.add(new ArrayList<>()));
    // Each alone: methods that share a run would pay for each other.
    for (Method method : methods) {
      List<List<Account>> own = new Attributor(model, List.of(method)).attribute(tasks);
      for (int t = 0; t < tasks.size(); t++) {
        accounts.get(t).addAll(own.get(t));
      }
    }
    return new Faithfulness(model).check(accounts, tasks);
  }

  private static Task task(Input input) {
    List<Span> spans = Collections.nCopies(input.size(), new Span(Where.PROMPT, 0, 0, 0));
    boolean[] owned = new boolean[input.size()];
    Arrays.fill(owned, true);
    return new Task("measured", List.of(new Passage(input, spans, owned)));
  }
}
