package io.glasswatch.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.glasswatch.onnx.Run.Array;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DeepLIFT's multipliers add up to the change of the target, whatever lies between. */
class RescaleRuleTest {

  static List<Golden> models() {
    return Golden.all().stream().filter(g -> !g.mayBeRefused()).toList();
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("models")
  void multipliersTimesTheDifferenceAddUpToTheChangeOfTheTarget(Golden golden) throws IOException {
    Prepared prepared =
        OnnxAutodiff.prepare(
            golden.model(),
            TransformRequest.of(Target.SEED)
                .without(Extra.EMBEDDING_GRADIENT)
                .with(Extra.RESCALED, Extra.GRADIENT_TIMES_INPUT));
    try (Run run = new Run(prepared.toBytes())) {
      Map<String, Array> out = run.run(pairs(golden));
      double[] target = out.get("target").values();
      double[] products = out.get("gradient_x_input").values();
      int rows = target.length / 2;
      int tokens = products.length / target.length;
      for (int row = 0; row < rows; row++) {
        double change = target[row] - target[row + rows];
        double sum = 0;
        for (int t = 0; t < tokens; t++) {
          sum += products[row * tokens + t] - products[(row + rows) * tokens + t];
        }
        assertThat(sum).isCloseTo(change, offset(1e-2 * Math.max(1, Math.abs(change))));
      }
    }
  }

  /** Each row of the first golden input, and the same row of other tokens as its reference. */
  private static Map<String, Array> pairs(Golden golden) {
    Map<String, Array> feeds = new HashMap<>();
    golden.feeds(0).forEach((name, array) -> feeds.put(name, twice(name, array)));
    long[] dims = golden.array(0, "dtarget_dlogits").dims();
    feeds.put("target_seed", twice("", golden.array(0, "dtarget_dlogits")));
    assertThat(dims[0]).isEqualTo(2);
    return feeds;
  }

  private static Array twice(String name, Array array) {
    long[] dims = array.dims().clone();
    dims[0] *= 2;
    int count = array.values().length;
    double[] both = Arrays.copyOf(array.values(), 2 * count);
    for (int i = 0; i < count; i++) {
      both[count + i] = name.equals("input_ids") ? 3 + i % 5 : array.values()[i];
    }
    return Array.of(both, dims);
  }
}
