package io.glasswatch.benchmarks.gradient;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.PathMode;
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
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Time of forward and gradient over that of the untouched model's forward: side by side in one
 * process, in turns, with all of ONNX Runtime's optimisations on for both. Three tables: process
 * CPU time on one thread, wall time on two, and CPU time of a path integral of 32 points, in one
 * run, over as many forwards.
 *
 * <p>Arguments: {@code [rounds] [repeats]}; a round times {@code repeats} runs of each session.
 */
public final class GradientBenchmark {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
  private static final int WARM_UP = 2;
  private static final int POINTS = 32;
  private static final int MINILM_WIDTH = 384;

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
    Model bert = RandomTransformer.bert(12, 768, 12);
    TransformRequest gradient = TransformRequest.of(Target.CLASS);

    heading("process CPU, one thread");
    Timing cpu = benchmark.new Timing(1, GradientBenchmark::cpuMilliseconds);
    cpu.row("MiniLM-L6", miniLm(), gradient, 8, 64);
    cpu.row("MiniLM-L6", miniLm(), gradient, 1, 256);
    cpu.row("BERT-base, random", bert, gradient, 8, 64);
    cpu.row("BERT-base, random", bert, gradient, 1, 256);
    cpu.row("Llama-shaped, random", RandomTransformer.llama(12, 768, 12, 4), gradient, 8, 64);

    heading("wall, two threads");
    Timing wall = benchmark.new Timing(2, () -> System.nanoTime() / 1e6);
    wall.row("MiniLM-L6", miniLm(), gradient, 8, 64);
    wall.row("BERT-base, random", bert, gradient, 8, 64);

    heading(
        "process CPU, one thread: a path of %d points over %d forwards".formatted(POINTS, POINTS));
    cpu.row("MiniLM-L6", miniLm(), gradient.withPath(PathMode.INTEGRATE), 2, 64);
  }

  private static void heading(String what) {
    System.out.printf("%n%s%n%n", what);
    System.out.println("| model | batch x tokens | forward, ms | with gradient | ratio | A/A |");
    System.out.println("|---|---|---|---|---|---|");
  }

  static Model miniLm() throws IOException {
    try (InputStream in = GradientBenchmark.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      float[][] weights = new float[MINILM_WIDTH][3];
      Arrays.stream(weights).forEach(row -> Arrays.fill(row, 0.01f));
      return PooledHead.of(Dense.of(weights, new float[3], Activation.NONE))
          .appendTo(OnnxReader.read(in.readAllBytes()));
    }
  }

  /** One table: how many threads, and what is read before and after. */
  private final class Timing {
    private final int threads;
    private final DoubleSupplier clock;

    Timing(int threads, DoubleSupplier clock) {
      this.threads = threads;
      this.clock = clock;
    }

    void row(String name, Model model, TransformRequest request, int batch, int tokens)
        throws OrtException {
      Prepared prepared = OnnxAutodiff.prepare(model, request);
      boolean path = request.path() == PathMode.INTEGRATE;
      int forwards = path ? POINTS : 1;
      String asked = path ? "path_integral" : "embedding_gradient";
      try (OrtSession forward = session(OnnxWriter.toBytes(model), threads);
          OrtSession gradient = session(prepared.toBytes(), threads)) {
        Map<String, OnnxTensor> inputs = inputs(batch, tokens);
        double[] plain = new double[rounds];
        double[] again = new double[rounds];
        double[] both = new double[rounds];
        for (int i = -WARM_UP; i < rounds; i++) {
          double a = milliseconds(forward, inputs, Set.of("logits"), forwards);
          double b = milliseconds(gradient, inputs, Set.of("logits", asked), 1);
          double c = milliseconds(forward, inputs, Set.of("logits"), forwards);
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
        OrtSession session, Map<String, OnnxTensor> inputs, Set<String> outputs, int times)
        throws OrtException {
      Map<String, OnnxTensor> known = new HashMap<>(inputs);
      known.keySet().retainAll(session.getInputNames());
      double start = clock.getAsDouble();
      for (int i = 0; i < repeats * times; i++) {
        session.run(known, outputs).close();
      }
      return (clock.getAsDouble() - start) / repeats;
    }
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

  private static OrtSession session(byte[] model, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
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
    float[] points = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[i] = (i + 0.5f) / POINTS;
    }
    float[] weights = new float[POINTS];
    Arrays.fill(weights, 1f / POINTS);
    inputs.put("path_alphas", floats(points));
    inputs.put("path_weights", floats(weights));
    inputs.put("path_baseline", floats(new float[MINILM_WIDTH]));
    return inputs;
  }

  private static OnnxTensor floats(float[] values) throws OrtException {
    return OnnxTensor.createTensor(
        ENVIRONMENT, FloatBuffer.wrap(values), new long[] {values.length});
  }
}
