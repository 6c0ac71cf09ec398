package io.glasswatch.stream.deploy;

import static io.glasswatch.testing.Kustomize.at;
import static io.glasswatch.testing.Kustomize.manifests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.glasswatch.testing.Kustomize;
import io.glasswatch.testing.Project;
import io.kubernetes.client.util.Yaml;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/** What kustomize makes of every overlay, held against Kubernetes' own types and our settings. */
class KubernetesTest {

  @ParameterizedTest
  @ValueSource(strings = {"overlays/local", "overlays/cpu", "overlays/gpu", "monitoring", "kafka"})
  void everyManifestIsWhatItsOwnerExpects(String folder) {
    assertThat(manifests(folder)).isNotEmpty();
    for (Map<String, Object> manifest : manifests(folder)) {
      if (CustomResources.owns(manifest)) {
        assertThat(CustomResources.problems(manifest)).as(Kustomize.name(manifest)).isEmpty();
      } else {
        assertStrictlyValid(manifest);
      }
    }
  }

  @Test
  void everyFolderIsValidated() {
    assertThat(overlays()).containsExactlyInAnyOrder("cpu", "gpu", "local");
    assertThat(Project.path("k8s").toFile().list())
        .containsExactlyInAnyOrder("base", "overlays", "scaling", "monitoring", "kafka");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyContainerIsConfined(String overlay) {
    for (Map<String, Object> pod : pods(overlay)) {
      assertThat(at(pod, "securityContext")).containsEntry("runAsNonRoot", true);
      assertThat(pod).containsEntry("automountServiceAccountToken", false);
    }
    for (Map<String, Object> container : containers(overlay)) {
      assertThat(at(container, "securityContext"))
          .containsEntry("readOnlyRootFilesystem", true)
          .containsEntry("allowPrivilegeEscalation", false)
          .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyContainerIsProbedAndBounded(String overlay) {
    for (Map<String, Object> container : containers(overlay)) {
      assertThat(container).containsKeys("startupProbe", "livenessProbe", "readinessProbe");
      Map<String, Object> requests = at(container, "resources", "requests");
      assertThat(requests).containsKeys("cpu", "memory");
      assertThat(at(container, "resources", "limits"))
          .containsEntry("memory", requests.get("memory"));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyImageIsOneThatWeBuild(String overlay) {
    for (Map<String, Object> container : containers(overlay)) {
      String image = container.get("image").toString();
      assertThat(image).matches("glasswatch/[a-z-]+:\\d+\\.\\d+\\.\\d+");
      String name = image.replaceAll("glasswatch/|:.*", "");
      assertThat(Files.exists(Project.path("docker/" + name + ".Dockerfile"))).as(image).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyEnvironmentVariableIsASetting(String overlay) {
    List<Object> names = new ArrayList<>();
    containers(overlay).forEach(c -> names.addAll(environment(c).keySet()));
    manifests("overlays/" + overlay, "ConfigMap")
        .forEach(m -> names.addAll(at(m, "data").keySet()));

    assertThat(names)
        .contains("KAFKA_BOOTSTRAP_SERVERS", "STATE_DIR")
        .isSubsetOf(KnownNames.SETTINGS);
  }

  /** What a port is called in one place and numbered in another must be one thing. */
  @ParameterizedTest
  @MethodSource("overlays")
  void everyPortIsTheOneThatItsSettingNames(String overlay) {
    Set<String> opened = new TreeSet<>();
    for (Map<String, Object> container : containers(overlay)) {
      Map<String, Object> settings = environment(container);
      String set = settings.getOrDefault("HTTP_PORT", settings.get("METRICS_PORT")).toString();
      assertThat(Project.list(container.get("ports")))
          .extracting(p -> Project.map(p).get("containerPort").toString())
          .containsExactly(set);
      opened.add(set);
    }
    assertThat(manifests("overlays/" + overlay, "NetworkPolicy").toString())
        .contains(opened.stream().map(port -> "port=" + port).toList());
  }

  /** Several instances sign one audit log, so they need one and the same key. */
  @ParameterizedTest
  @MethodSource("overlays")
  void everyStreamAppSignsWithTheKeyOfOneSecret(String overlay) {
    Map<String, Object> pod =
        at(manifests("overlays/" + overlay, "StatefulSet").get(0), "spec", "template", "spec");
    Map<String, Object> container = Project.map(Project.list(pod.get("containers")).get(0));

    Map<String, Object> mount =
        named(container.get("volumeMounts"), "mountPath", environment(container).get("AUDIT_KEYS"));
    assertThat(mount).containsEntry("readOnly", true);
    Map<String, Object> volume = named(pod.get("volumes"), "name", mount.get("name"));
    assertThat(at(volume, "secret")).containsEntry("secretName", "glasswatch-audit");
  }

  @Test
  void everyWorkerOfTheGpuOverlayHasAGpuOfItsOwn() {
    for (String overlay : overlays().toList()) {
      Map<String, Object> deployment = manifests("overlays/" + overlay, "Deployment").get(0);
      Map<String, Object> pod = at(deployment, "spec", "template", "spec");
      Map<String, Object> worker = Project.map(Project.list(pod.get("containers")).get(0));
      assertThat(at(worker, "resources", "limits").get("nvidia.com/gpu"))
          .isEqualTo(overlay.equals("gpu") ? "1" : null);
    }
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
        .as(Kustomize.name(manifest))
        .doesNotThrowAnyException();
  }

  private static Map<String, Object> environment(Map<String, Object> container) {
    Map<String, Object> values = new TreeMap<>();
    for (Object variable : Project.list(container.get("env"))) {
      Map<String, Object> it = Project.map(variable);
      values.put(it.get("name").toString(), it.getOrDefault("value", "from the pod"));
    }
    return values;
  }

  private static Map<String, Object> named(Object list, String key, Object value) {
    return Project.list(list).stream()
        .map(Project::map)
        .filter(entry -> entry.get(key).equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static List<Map<String, Object>> containers(String overlay) {
    return pods(overlay).stream()
        .flatMap(pod -> Project.list(pod.get("containers")).stream())
        .map(Project::map)
        .toList();
  }

  private static List<Map<String, Object>> pods(String overlay) {
    return manifests("overlays/" + overlay).stream()
        .filter(m -> Set.of("StatefulSet", "Deployment").contains(m.get("kind")))
        .map(m -> at(m, "spec", "template", "spec"))
        .toList();
  }

  static Stream<String> overlays() {
    return Stream.of(Project.path("k8s/overlays").toFile().list()).sorted();
  }
}
