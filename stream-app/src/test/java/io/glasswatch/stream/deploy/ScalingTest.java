package io.glasswatch.stream.deploy;

import static io.glasswatch.testing.Kustomize.at;
import static io.glasswatch.testing.Kustomize.manifests;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Topics;
import io.glasswatch.testing.Project;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What KEDA is told of the workers and their backlog. */
class ScalingTest {

  @ParameterizedTest
  @ValueSource(strings = {"overlays/cpu", "overlays/gpu"})
  void theLagIsThatOfTheWorkersOnTheirRequests(String overlay) {
    Map<String, Object> trigger =
        Project.map(Project.list(at(scaled(overlay), "spec").get("triggers")).get(0));

    assertThat(at(trigger, "metadata"))
        .containsEntry("topic", Topics.EXPLANATION_REQUESTS.name())
        .containsEntry("consumerGroup", Topics.EXPLAINER_GROUP)
        .containsEntry(
            "bootstrapServers",
            at(manifests(overlay, "ConfigMap").get(0), "data").get("KAFKA_BOOTSTRAP_SERVERS"));
  }

  /** Of two who say how many there are, each apply would set back what the other did. */
  @ParameterizedTest
  @ValueSource(strings = {"overlays/cpu", "overlays/gpu"})
  void nobodyButKedaSaysHowManyWorkersThereAre(String overlay) {
    Map<String, Object> workers = manifests(overlay, "Deployment").get(0);

    assertThat(at(scaled(overlay), "spec", "scaleTargetRef"))
        .containsEntry("name", at(workers, "metadata").get("name"));
    assertThat(at(workers, "spec")).doesNotContainKey("replicas");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/cpu", "overlays/gpu"})
  void noWorkerIsWithoutAPartition(String overlay) {
    assertThat(at(scaled(overlay), "spec").get("maxReplicaCount").toString())
        .isEqualTo(KnownNames.standard("PARTITIONS"));
  }

  private static Map<String, Object> scaled(String overlay) {
    return manifests(overlay, "ScaledObject").get(0);
  }
}
