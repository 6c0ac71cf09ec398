package io.glasswatch.benchmarks.gradient;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the time goes: ONNX Runtime's own profile of the untouched model and of the one with its
 * gradient, summed by operator, one thread, milliseconds a run.
 */
public final class OperatorProfile {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final int WARM_UP = 3;
  private static final int RUNS = 10;
  private static final double LEAST_MILLISECONDS = 0.5;

  private OperatorProfile() {}

  public static void main(String[] args) throws IOException, OrtException {
    print("MiniLM-L6", GradientBenchmark.miniLm(), 1, 256);
    print("BERT-base, random", RandomTransformer.bert(12, 768, 12), 1, 256);
    print("Llama-shaped, random", RandomTransformer.llama(12, 768, 12, 4), 8, 64);
  }

  private static void print(String name, Model model, int batch, int tokens)
      throws IOException, OrtException {
    Map<String, Double> forward =
        profile(OnnxWriter.toBytes(model), batch, tokens, Set.of("logits"));
    Map<String, Double> gradient =
        profile(
            OnnxAutodiff.prepare(model, TransformRequest.of(Target.CLASS)).toBytes(),
            batch,
            tokens,
            Set.of("logits", "embedding_gradient"));
    System.out.printf("%n%s, %d x %d%n%n", name, batch, tokens);
    System.out.println("| operator | forward, ms | with gradient, ms | added |");
    System.out.println("|---|--:|--:|--:|");
    Set<String> operators = new TreeSet<>(forward.keySet());
    operators.addAll(gradient.keySet());
    double smallForward = 0;
    double smallGradient = 0;
    List<String> sorted =
        operators.stream()
            .sorted(Comparator.comparing((String op) -> -gradient.getOrDefault(op, 0.0)))
            .toList();
    for (String operator : sorted) {
      double one = forward.getOrDefault(operator, 0.0);
      double two = gradient.getOrDefault(operator, 0.0);
      if (Math.max(one, two) < LEAST_MILLISECONDS) {
        smallForward += one;
        smallGradient += two;
      } else {
        row(operator, one, two);
      }
    }
    row("the rest", smallForward, smallGradient);
    row("all", sum(forward), sum(gradient));
  }

  private static void row(String operator, double forward, double gradient) {
    System.out.printf(
        "| %s | %.1f | %.1f | %.1f |%n", operator, forward, gradient, gradient - forward);
  }

  private static double sum(Map<String, Double> milliseconds) {
    return milliseconds.values().stream().mapToDouble(v -> v).sum();
  }

  /** Returns milliseconds a run by operator, the warm-up left out. */
  private static Map<String, Double> profile(
      byte[] model, int batch, int tokens, Set<String> outputs) throws IOException, OrtException {
    Path folder = Files.createTempDirectory("operator-profile");
    String file;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.enableProfiling(folder.resolve("profile").toString());
      try (OrtSession session = ENVIRONMENT.createSession(model, options)) {
        Map<String, OnnxTensor> inputs = GradientBenchmark.inputs(batch, tokens);
        inputs.keySet().retainAll(session.getInputNames());
        for (int i = 0; i < WARM_UP + RUNS; i++) {
          session.run(inputs, outputs).close();
        }
        inputs.values().forEach(OnnxTensor::close);
        file = session.endProfiling();
      }
    }
    Map<String, Double> milliseconds = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (JsonNode event : new ObjectMapper().readTree(Path.of(file).toFile())) {
      String node = event.path("name").asText();
      if (event.path("cat").asText().equals("Node")
          && node.endsWith("_kernel_time")
          && seen.merge(node, 1, Integer::sum) > WARM_UP) {
        milliseconds.merge(
            event.path("args").path("op_name").asText(),
            event.path("dur").asDouble() / 1000 / RUNS,
            Double::sum);
      }
    }
    Files.delete(Path.of(file));
    Files.delete(folder);
    return milliseconds;
  }
}
