package io.glasswatch.stream.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.glasswatch.testing.Project;
import io.glasswatch.testing.Tool;
import io.kubernetes.client.util.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What kustomize makes of every overlay, held against Kubernetes' own types and our settings. */
class KubernetesTest {

  /** Kinds that others bring to a cluster; Kubernetes' own types do not know them. */
  private static final Set<String> OF_OTHERS = Set.of("ScaledObject");

  @ParameterizedTest
  @ValueSource(strings = {"local", "cpu"})
  void everyManifestIsWhatKubernetesExpects(String overlay) {
    List<Map<String, Object>> manifests = manifests(overlay);

    assertThat(manifests).extracting(m -> m.get("kind")).contains("StatefulSet", "Deployment");
    manifests.stream()
        .filter(m -> !OF_OTHERS.contains(m.get("kind").toString()))
        .forEach(KubernetesTest::assertStrictlyValid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cpu"})
  void everyContainerIsConfined(String overlay) {
    for (Map<String, Object> pod : pods(overlay)) {
      assertThat(Project.map(pod.get("securityContext"))).containsEntry("runAsNonRoot", true);
      assertThat(pod).containsEntry("automountServiceAccountToken", false);
      for (Object container : Project.list(pod.get("containers"))) {
        Map<String, Object> confinement =
            Project.map(Project.map(container).get("securityContext"));
        assertThat(confinement)
            .containsEntry("readOnlyRootFilesystem", true)
            .containsEntry("allowPrivilegeEscalation", false)
            .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cpu"})
  void everyContainerIsProbedAndBounded(String overlay) {
    for (Map<String, Object> pod : pods(overlay)) {
      for (Object container : Project.list(pod.get("containers"))) {
        Map<String, Object> it = Project.map(container);
        assertThat(it).containsKeys("startupProbe", "livenessProbe", "readinessProbe");
        Map<String, Object> resources = Project.map(it.get("resources"));
        Map<String, Object> requests = Project.map(resources.get("requests"));
        assertThat(requests).containsKeys("cpu", "memory");
        assertThat(Project.map(resources.get("limits")))
            .containsEntry("memory", requests.get("memory"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "cpu"})
  void everyEnvironmentVariableIsASetting(String overlay) {
    List<Object> names = new ArrayList<>();
    for (Map<String, Object> pod : pods(overlay)) {
      for (Object container : Project.list(pod.get("containers"))) {
        Project.list(Project.map(container).get("env"))
            .forEach(e -> names.add(Project.map(e).get("name")));
      }
    }
    manifests(overlay).stream()
        .filter(m -> m.get("kind").equals("ConfigMap"))
        .forEach(m -> names.addAll(Project.map(m.get("data")).keySet()));

    assertThat(names)
        .contains("KAFKA_BOOTSTRAP_SERVERS", "STATE_DIR")
        .isSubsetOf(KnownNames.SETTINGS);
  }

  private static void assertStrictlyValid(Map<String, Object> manifest) {
    String yaml = new Dump(DumpSettings.builder().build()).dumpToString(manifest);
    JsonElement json = new Gson().toJsonTree(manifest);
    assertThatCode(
            () -> {
              Object typed = Yaml.load(yaml);
              typed
                  .getClass()
                  .getMethod("validateJsonElement", JsonElement.class)
                  .invoke(null, json);
            })
        .as("%s", Project.map(manifest.get("metadata")).get("name"))
        .doesNotThrowAnyException();
  }

  private static List<Map<String, Object>> pods(String overlay) {
    return manifests(overlay).stream()
        .filter(m -> Set.of("StatefulSet", "Deployment").contains(m.get("kind")))
        .map(m -> Project.map(m.get("spec")))
        .map(s -> Project.map(Project.map(s.get("template")).get("spec")))
        .toList();
  }

  private static List<Map<String, Object>> manifests(String overlay) {
    Tool.Result result = Tool.KUBECTL.run(Project.path("k8s"), "kustomize", "overlays/" + overlay);
    assertThat(result.exitCode()).as("%s", result.output()).isZero();
    List<Map<String, Object>> manifests = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(result.output())
        .forEach(m -> manifests.add(Project.map(m)));
    return manifests;
  }
}
