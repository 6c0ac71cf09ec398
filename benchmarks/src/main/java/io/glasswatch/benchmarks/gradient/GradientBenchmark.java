package io.glasswatch.benchmarks.gradient;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.PooledHead;
import io.glasswatch.onnx.PooledHead.Activation;
import io.glasswatch.onnx.PooledHead.Dense;
import io.glasswatch.onnx.Prepared;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxReader;
import io.glasswatch.onnx.graph.OnnxWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Process CPU time of forward and gradient over that of the untouched model's forward: side by side
 * in one process, in turns, ONNX Runtime on one thread with all its optimisations on for both.
 *
 * <p>Arguments: {@code [rounds] [repeats]}; a round times {@code repeats} runs of each session.
 */
public final class GradientBenchmark {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final int WARM_UP = 2;

  private final int rounds;
  private final int repeats;

  private GradientBenchmark(int rounds, int repeats) {
    this.rounds = rounds;
    this.repeats = repeats;
  }

  public static void main(String[] args) throws IOException, OrtException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
    int repeats = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    GradientBenchmark benchmark = new GradientBenchmark(rounds, repeats);
    System.out.println(
        "| model | batch x tokens | forward, ms CPU | with gradient | ratio | A/A |");
    System.out.println("|---|---|---|---|---|---|");
    benchmark.measure("MiniLM-L6", miniLm(), 8, 64);
    benchmark.measure("MiniLM-L6", miniLm(), 1, 256);
    Model bert = RandomTransformer.bert(12, 768, 12);
    benchmark.measure("BERT-base, random", bert, 8, 64);
    benchmark.measure("BERT-base, random", bert, 1, 256);
    benchmark.measure("Llama-shaped, random", RandomTransformer.llama(12, 768, 12, 4), 8, 64);
  }

  static Model miniLm() throws IOException {
    try (InputStream in = GradientBenchmark.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      float[][] weights = new float[384][3];
      Arrays.stream(weights).forEach(row -> Arrays.fill(row, 0.01f));
      return PooledHead.of(Dense.of(weights, new float[3], Activation.NONE))
          .appendTo(OnnxReader.read(in.readAllBytes()));
    }
  }

  private void measure(String name, Model model, int batch, int tokens) throws OrtException {
    Prepared prepared = OnnxAutodiff.prepare(model, TransformRequest.of(Target.CLASS));
    try (OrtSession forward = session(OnnxWriter.toBytes(model));
        OrtSession gradient = session(prepared.toBytes())) {
      Map<String, OnnxTensor> inputs = inputs(batch, tokens);
      double[] plain = new double[rounds];
      double[] again = new double[rounds];
      double[] both = new double[rounds];
      for (int i = -WARM_UP; i < rounds; i++) {
        double a = milliseconds(forward, inputs, Set.of("logits"));
        double b = milliseconds(gradient, inputs, Set.of("logits", "embedding_gradient"));
        double c = milliseconds(forward, inputs, Set.of("logits"));
        if (i >= 0) {
          plain[i] = a;
          again[i] = c;
          both[i] = b;
        }
      }
      double base = (median(plain) + median(again)) / 2;
      System.out.printf(
          "| %s | %d x %d | %.1f | %.1f | %.2f | %.2f |%n",
          name,
          batch,
          tokens,
          base,
          median(both),
          median(both) / base,
          median(again) / median(plain));
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private double milliseconds(
      OrtSession session, Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
    Map<String, OnnxTensor> known = new HashMap<>(inputs);
    known.keySet().retainAll(session.getInputNames());
    double start = cpuMilliseconds();
    for (int i = 0; i < repeats; i++) {
      session.run(known, outputs).close();
    }
    return (cpuMilliseconds() - start) / repeats;
  }

  private static double cpuMilliseconds() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static OrtSession session(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      return ENVIRONMENT.createSession(model, options);
    }
  }

  static Map<String, OnnxTensor> inputs(int batch, int tokens) throws OrtException {
    long[] ids = new long[batch * tokens];
    Arrays.setAll(ids, i -> 3 + i * 37L % 900);
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    long[] dims = {batch, tokens};
    Map<String, OnnxTensor> inputs = new HashMap<>();
    inputs.put("input_ids", OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(ids), dims));
    inputs.put("attention_mask", OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(ones), dims));
    inputs.put(
        "token_type_ids",
        OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(new long[ids.length]), dims));
    inputs.put(
        "target_class",
        OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(new long[batch]), new long[] {batch}));
    return inputs;
  }
}
