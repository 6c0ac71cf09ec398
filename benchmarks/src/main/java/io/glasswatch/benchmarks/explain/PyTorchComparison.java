package io.glasswatch.benchmarks.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.explainer.attribute.IntegratedGradients;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Quadrature;
import io.glasswatch.explainer.attribute.WindowBatch;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.ModelSource;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.model.TextModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Path integrals of the same weights and texts by PyTorch's autograd and by this worker's code, in
 * turns, each in a process of its own with as many threads.
 *
 * <p>Arguments: a Python with torch, transformers and onnx; {@code path_integral.py}; the folder of
 * labelled data, the number of texts, the most tokens of one; rounds; threads.
 */
final class PyTorchComparison {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNIFORM = 50;

  private final TextModel model;
  private final List<Input> rows;
  private final int threads;

  private PyTorchComparison(TextModel model, List<Input> rows, int threads) {
    this.model = model;
    this.rows = rows;
    this.threads = threads;
  }

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[6]);
    ModelSource source = SafetyModel.source();
    Path folder = Files.createTempDirectory("path-integral");
    try (TextModel model = TextModel.open(source, threads)) {
      List<Input> rows =
          FlaggedRows.of(Path.of(args[2]), Integer.parseInt(args[4]))
              .draw(model, Integer.parseInt(args[3]));
      PyTorchComparison comparison = new PyTorchComparison(model, rows, threads);
      Path onnx = Files.write(folder.resolve("model.onnx"), source.onnx());
      Path questions = comparison.questions(folder.resolve("questions.jsonl"));
      System.out.printf(
          Locale.ROOT,
          "%d texts, %.0f tokens in the mean, %d threads, %s rounds%n%n",
          rows.size(),
          rows.stream().mapToInt(Input::size).average().orElse(0),
          threads,
          args[5]);
      System.out.println(
          "| PyTorch | its step, CPU ms (wall) | ours | a step | its 50 steps a text | ours, adaptive"
              + " | a text | its gap | ours | scores differ |");
      System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
      for (String attention : List.of("sdpa", "eager")) {
        List<String> command = List.of(args[0], args[1], onnx.toString(), questions.toString());
        comparison.compare(command, attention, Integer.parseInt(args[5]));
      }
    } finally {
      for (String file : List.of("model.onnx", "questions.jsonl")) {
        Files.deleteIfExists(folder.resolve(file));
      }
      Files.delete(folder);
    }
  }

  /** Writes what is asked, one line a text. */
  private Path questions(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Input row : rows) {
      lines.add(
          JSON.writeValueAsString(
              Map.of(
                  "ids", row.ids(),
                  "masked", row.masked(model.mask()).ids(),
                  "weights", row.weights())));
    }
    return Files.write(file, lines);
  }

  /** What one turn took and gave. */
  private record Turn(double cpu, double wall, double[] gaps, List<double[]> scores) {}

  private void compare(List<String> command, String attention, int rounds) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("--attention", attention, "--threads", String.valueOf(threads)));
    Process python =
        new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Turn> theirs = new ArrayList<>();
    List<Turn> uniform = new ArrayList<>();
    List<Turn> adaptive = new ArrayList<>();
    try (Writer to = python.outputWriter();
        BufferedReader from = python.inputReader()) {
      for (int round = -1; round < rounds; round++) {
        to.write(UNIFORM + "\n");
        to.flush();
        Turn asked = answered(from);
        Turn same = timed(this::uniform);
        Turn own = timed(this::adaptive);
        // The first round opens the graphs and warms both machines up.
        if (round >= 0) {
          theirs.add(asked);
          uniform.add(same);
          adaptive.add(own);
        }
      }
    } finally {
      python.destroy();
    }
    print(attention, theirs, uniform, adaptive);
  }

  private static Turn answered(BufferedReader from) throws IOException {
    String line = from.readLine();
    if (line == null) {
      throw new IllegalStateException("path_integral.py ended; what it said stands above");
    }
    JsonNode answer = JSON.readTree(line);
    return new Turn(
        answer.get("cpu").asDouble(),
        answer.get("wall").asDouble(),
        JSON.treeToValue(answer.get("gaps"), double[].class),
        List.of(JSON.treeToValue(answer.get("scores"), double[][].class)));
  }

  private Turn timed(Supplier<List<double[]>> run) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long wall = System.nanoTime();
    List<double[]> scores = run.get();
    double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    WindowBatch batch = new WindowBatch(model, rows);
    double[] gaps = new double[rows.size()];
    Arrays.setAll(
        gaps, w -> IntegratedGradients.gap(scores.get(w), batch.values()[w] - batch.masked()[w]));
    return new Turn(cpuSeconds, wallSeconds, gaps, scores);
  }

  private List<double[]> uniform() {
    return IntegratedGradients.integrals(
        new WindowBatch(model, rows),
        IntStream.range(0, rows.size()).boxed().toList(),
        Quadrature.midpoint(UNIFORM));
  }

  private List<double[]> adaptive() {
    return IntegratedGradients.DEFAULT.explain(new WindowBatch(model, rows)).stream()
        .map(Method.Result::tokens)
        .toList();
  }

  private void print(String attention, List<Turn> theirs, List<Turn> uniform, List<Turn> adaptive) {
    double steps = UNIFORM * rows.size() / 1000.0;
    double texts = rows.size() / 1000.0;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f (%.2f) | %.2f (%.2f) | %.2f x (%.2f x) | %.0f (%.0f) | %.0f (%.0f) | %.2f x"
            + " (%.2f x) | %.5f | %.5f | %.0e |%n",
        attention,
        cpu(theirs) / steps,
        wall(theirs) / steps,
        cpu(uniform) / steps,
        wall(uniform) / steps,
        cpu(theirs) / cpu(uniform),
        wall(theirs) / wall(uniform),
        cpu(theirs) / texts,
        wall(theirs) / texts,
        cpu(adaptive) / texts,
        wall(adaptive) / texts,
        cpu(theirs) / cpu(adaptive),
        wall(theirs) / wall(adaptive),
        median(theirs.get(0).gaps()),
        median(adaptive.get(0).gaps()),
        difference(theirs.get(0).scores(), uniform.get(0).scores()));
  }

  private static double cpu(List<Turn> turns) {
    return median(turns.stream().mapToDouble(Turn::cpu).toArray());
  }

  private static double wall(List<Turn> turns) {
    return median(turns.stream().mapToDouble(Turn::wall).toArray());
  }

  /** Returns the largest difference of two scores, over the largest score of that text. */
  private static double difference(List<double[]> a, List<double[]> b) {
    double worst = 0;
    for (int w = 0; w < a.size(); w++) {
      double largest = Arrays.stream(a.get(w)).map(Math::abs).max().orElse(1);
      for (int t = 0; t < a.get(w).length; t++) {
        worst = Math.max(worst, Math.abs(a.get(w)[t] - b.get(w)[t]) / largest);
      }
    }
    return worst;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
