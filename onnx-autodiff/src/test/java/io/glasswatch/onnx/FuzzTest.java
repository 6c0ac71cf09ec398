package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glasswatch.onnx.emit.UnknownRankException;
import io.glasswatch.onnx.grad.UnsupportedOpException;
import io.glasswatch.onnx.graph.InvalidModelException;
import io.glasswatch.onnx.graph.UnsupportedNodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real models with bytes flipped, cut out or repeated: prepared, or refused with a message. */
class FuzzTest {

  private static final Set<Class<? extends RuntimeException>> REFUSALS =
      Set.of(
          InvalidModelException.class,
          UnsupportedModelException.class,
          UnsupportedOpException.class,
          UnsupportedNodeException.class,
          UnknownRankException.class);

  @Test
  void threeHundredMutatedFilesArePreparedOrRefused() throws IOException {
    assertThat(crashes(300)).isEmpty();
  }

  @Test
  @Tag("full")
  void tenThousandMutatedFilesArePreparedOrRefused() throws IOException {
    assertThat(crashes(10_000)).isEmpty();
  }

  private static List<String> crashes(int count) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Golden golden : Golden.all()) {
      if (!golden.name().contains("extdata") && golden.name().contains("t5")) {
        seeds.add(Files.readAllBytes(golden.model()));
      }
    }
    assumeTrue(!seeds.isEmpty(), "no golden models beside the project");
    Random random = new Random(42);
    List<String> crashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] mutated = mutated(seeds.get(random.nextInt(seeds.size())), random);
      try {
        OnnxAutodiff.prepare(
                mutated, TransformRequest.of(Target.CLASS).withAttention(AttentionOutput.FULL))
            .toBytes();
      } catch (RuntimeException e) {
        if (!REFUSALS.contains(e.getClass())) {
          crashes.add("mutation %d: %s at %s".formatted(i, e, e.getStackTrace()[0]));
        }
      }
    }
    return crashes;
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int length = Math.min(random.nextInt(64), bytes.length - from);
        int to = random.nextInt(bytes.length - length);
        System.arraycopy(seed, from, bytes, to, length);
      }
      default -> {
        for (int i = 0; i <= random.nextInt(16); i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }
}
