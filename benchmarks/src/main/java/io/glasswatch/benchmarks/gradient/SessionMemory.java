package io.glasswatch.benchmarks.gradient;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Resident memory of a session of the untouched model and of one with its gradient, each in a
 * process of its own, and how long {@code prepare} takes. Needs Linux, for {@code /proc}.
 *
 * <p>Columns: what the session keeps, and how far memory rises above that while it runs; with
 * weights packed for speed, as ONNX Runtime does by itself, and with {@code
 * session.disable_prepacking}.
 */
public final class SessionMemory {
  private static final int RUNS = 3;

  private SessionMemory() {}

  /** Without arguments, prints the table; with MODEL BATCH TOKENS PACKED, measures one session. */
  public static void main(String[] args) throws Exception {
    if (args.length == 4) {
      measure(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
      return;
    }
    System.out.println(
        "| model | batch x tokens | packed | kept, MB | with gradient | ratio | peak, MB | with gradient | ratio | prepare, s |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    compare("MiniLM-L6", GradientBenchmark.miniLm(), 8, 64);
    compare("BERT-base, random", RandomTransformer.bert(12, 768, 12), 8, 64);
    compare("Llama-shaped, random", RandomTransformer.llama(12, 768, 12, 4), 8, 64);
    prepareLarge();
  }

  private static void prepareLarge() throws IOException {
    Path folder = Files.createTempDirectory("session-memory");
    Path large = folder.resolve("large.onnx");
    Path prepared = folder.resolve("prepared.onnx");
    OnnxWriter.write(RandomTransformer.bert(18, 768, 12), large);
    System.out.printf(
        "%nprepare of a BERT of %.0f MB: %.1f s%n",
        Files.size(large) / 1e6, prepare(large, prepared));
    Files.delete(large);
    Files.delete(prepared);
    Files.delete(folder);
  }

  private static void compare(String name, Model model, int batch, int tokens)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("session-memory");
    Path plain = folder.resolve("plain.onnx");
    Path gradient = folder.resolve("gradient.onnx");
    OnnxWriter.write(model, plain);
    double seconds = prepare(plain, gradient);
    for (String packed : List.of("yes", "no")) {
      double[] one = inProcess(plain, batch, tokens, packed);
      double[] two = inProcess(gradient, batch, tokens, packed);
      System.out.printf(
          "| %s | %d x %d | %s | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f | %.1f |%n",
          name,
          batch,
          tokens,
          packed,
          one[0],
          two[0],
          two[0] / one[0],
          one[1],
          two[1],
          two[1] / one[1],
          seconds);
    }
    Files.delete(plain);
    Files.delete(gradient);
    Files.delete(folder);
  }

  /** Returns how long it took, in seconds. */
  private static double prepare(Path model, Path prepared) throws IOException {
    long start = System.nanoTime();
    OnnxAutodiff.prepare(model, TransformRequest.of(Target.CLASS)).writeTo(prepared);
    return (System.nanoTime() - start) / 1e9;
  }

  private static double[] inProcess(Path model, int batch, int tokens, String packed)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            SessionMemory.class.getName(),
            model.toString(),
            Integer.toString(batch),
            Integer.toString(tokens),
            packed);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String line =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException("the process that measures " + model + " failed");
    }
    int space = line.indexOf(' ');
    return new double[] {
      Double.parseDouble(line.substring(0, space)), Double.parseDouble(line.substring(space + 1))
    };
  }

  private static void measure(String model, int batch, int tokens, String packed)
      throws OrtException, IOException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.addConfigEntry("session.disable_prepacking", packed.equals("yes") ? "0" : "1");
      double before = megabytes("VmRSS");
      try (OrtSession session = environment.createSession(model, options)) {
        double loaded = megabytes("VmRSS");
        /* Lets the kernel count the peak anew. */
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        Map<String, OnnxTensor> inputs = new HashMap<>(GradientBenchmark.inputs(batch, tokens));
        inputs.keySet().retainAll(session.getInputNames());
        for (int i = 0; i < RUNS; i++) {
          session.run(inputs).close();
        }
        System.out.println((loaded - before) + " " + (megabytes("VmHWM") - loaded));
      }
    }
  }

  private static double megabytes(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.startsWith(key + ":"))
        .mapToDouble(l -> Double.parseDouble(l.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
