package io.glasswatch.explainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

  @Test
  void onlyTheBrokerMustBeNamed() {
    WorkerConfig config = WorkerConfig.from(Map.of("KAFKA_BOOTSTRAP_SERVERS", "host:9092"));
    assertThat(config.methods()).isEqualTo(List.of("deeplift", "attention-gradient"));
    assertThat(config.metricsHost()).isEqualTo("127.0.0.1");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                WorkerConfig.from(
                    Map.of(
                        "DEVICE", "tpu",
                        "MODEL_THREADS", "0",
                        "QUEUE_CAPACITY", "many",
                        "EXPLAIN_METHODS", "magic")))
        .hasMessage(
            """
            bad configuration:
              KAFKA_BOOTSTRAP_SERVERS is required
              EXPLAIN_METHODS cannot be read from "magic": no attribution method "magic"; there are \
            attention, attention-rollout, attention-gradient, saliency, gradient-x-input, \
            integrated-gradients, smoothgrad, deeplift, occlusion, lime, kernel-shap, owen-shap, \
            counterfactual, adversarial, ablation, activations, concept
              DEVICE cannot be read from "tpu": must be cpu, cuda or cuda:N
              MODEL_THREADS must be 1 to 64, but was 0
              QUEUE_CAPACITY cannot be read from "many": For input string: "many\"""");
  }
}
