package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoders as others published them; the Maven profile {@code full} fetches their artifacts. */
@Tag("full")
class PublishedModelsTest {
  private static final Path FOLDER = Path.of("target", "published-models");

  static List<Path> artifacts() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @Test
  void bothMiniLmExportsAndThreeOtherEncodersAreThere() throws IOException {
    assumeFalse(
        artifacts().isEmpty(), "no published models: run with -Pfull, which fetches 300 MB");
    assertThat(artifacts()).hasSize(5);
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("artifacts")
  void gradientAgreesWithCentralDifferences(Path artifact) throws IOException {
    byte[] original = onnx(artifact);
    Model model = OnnxReader.read(original);
    Prepared prepared =
        OnnxAutodiff.prepare(
            model, TransformRequest.of(Target.SEED).withAttention(AttentionOutput.FULL));
    Description names = prepared.description();
    String read = Transformer.output(model.graph(), Optional.empty()).name();
    Map<String, Run.Array> inputs = new HashMap<>(MiniLm.inputs());
    Run.Array seed;
    Run.Array gradient;
    try (Run run = new Run(original)) {
      seed = random(run.run(inputs).get(read));
    }
    inputs.put("target_seed", seed);
    try (Run run = new Run(prepared.toBytes())) {
      Map<String, Run.Array> outputs = run.run(inputs);
      gradient = outputs.get(names.gradientOutput().orElseThrow());
      for (String attention : names.attentionOutputs()) {
        assertThat(outputs.get(attention).dims()).endsWith(9, 9);
      }
    }
    String value = names.embedding().value();
    try (Run lookup = new Run(Embeddings.exposed(model, value));
        Run run = new Run(Embeddings.cut(model, value))) {
      Run.Array x = lookup.run(inputs).get(value);
      for (int trial = 0; trial < 3; trial++) {
        Run.Array t = Embeddings.direction(x, gradient, new Random(trial));
        Map<String, Run.Array> up = new HashMap<>(inputs);
        up.put(value, x.plus(t));
        Map<String, Run.Array> down = new HashMap<>(inputs);
        down.put(value, x.plus(t.times(-1)));
        Run.Array change =
            run.run(up, read).get(read).plus(run.run(down, read).get(read).times(-1));
        double slope = change.dot(seed) / 2;
        assertThat(gradient.dot(t)).isCloseTo(slope, offset(1e-3 * Math.abs(slope)));
      }
    }
  }

  private static Run.Array random(Run.Array like) {
    Random random = new Random(5);
    return Run.Array.of(random.doubles(like.values().length, -1, 1).toArray(), like.dims());
  }

  private static byte[] onnx(Path artifact) throws IOException {
    try (JarFile jar = new JarFile(artifact.toFile())) {
      JarEntry model =
          jar.stream().filter(e -> e.getName().endsWith(".onnx")).findFirst().orElseThrow();
      return jar.getInputStream(model).readAllBytes();
    }
  }
}
