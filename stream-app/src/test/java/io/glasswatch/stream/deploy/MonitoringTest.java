package io.glasswatch.stream.deploy;

import static io.glasswatch.testing.Kustomize.at;
import static io.glasswatch.testing.Kustomize.manifests;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Json;
import io.glasswatch.testing.Board;
import io.glasswatch.testing.Kustomize;
import io.glasswatch.testing.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Prometheus operator is given is what Prometheus is given elsewhere. */
class MonitoringTest {

  private static final Pattern JOB = Pattern.compile("job=\"([^\"]+)\"");

  @Test
  void theRulesAreThoseOfPrometheus() {
    Map<String, Object> given = new HashMap<>();
    manifests("monitoring", "PrometheusRule")
        .forEach(rule -> given.put(Kustomize.name(rule), rule.get("spec")));

    Map<String, Object> expected = new HashMap<>();
    for (Path file : ruleFiles().toList()) {
      String name = file.getFileName().toString().replace(".yml", "");
      expected.put("glasswatch-" + name, Project.yaml(file));
    }
    assertThat(given)
        .as("made by k8s/monitoring/make-rules.sh > k8s/monitoring/rules.yaml")
        .isEqualTo(expected);
  }

  @Test
  void theFileOfRulesIsWhatItsScriptPrints() throws Exception {
    Process script =
        new ProcessBuilder("sh", Project.path("k8s/monitoring/make-rules.sh").toString()).start();
    String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(script.waitFor()).isZero();
    assertThat(Project.path("k8s/monitoring/rules.yaml")).hasContent(printed);
  }

  @Test
  void everyBoardIsInAConfigMapOfItsOwn() throws IOException {
    Map<String, Object> given = new HashMap<>();
    for (Map<String, Object> map : manifests("monitoring", "ConfigMap")) {
      assertThat(at(map, "metadata", "labels")).containsEntry("grafana_dashboard", "1");
      for (Map.Entry<String, Object> file : at(map, "data").entrySet()) {
        given.put(file.getKey(), Json.TEXT.readTree(file.getValue().toString()));
      }
    }

    Map<String, Object> expected = new HashMap<>();
    Board.all().forEach(board -> expected.put(board.name(), board.json()));
    assertThat(given).isEqualTo(expected);
  }

  /** An alert about a job that no monitor gives its pods would stay silent for ever. */
  @Test
  void everyJobOfARuleIsAPodThatIsScraped() {
    TreeSet<String> jobs = new TreeSet<>();
    for (Map<String, Object> monitor : manifests("monitoring", "PodMonitor")) {
      assertThat(at(monitor, "spec")).containsEntry("jobLabel", "app.kubernetes.io/name");
      jobs.add(at(monitor, "spec", "selector", "matchLabels").values().iterator().next() + "");
    }
    List<String> named =
        ruleFiles()
            .flatMap(file -> JOB.matcher(Project.read(file)).results())
            .map(m -> m.group(1))
            .toList();

    assertThat(named).isNotEmpty().isSubsetOf(jobs);
  }

  @Test
  void everyMonitorFindsAPortOfItsPods() {
    for (Map<String, Object> monitor : manifests("monitoring", "PodMonitor")) {
      Map<String, Object> pod = podWith(at(monitor, "spec", "selector", "matchLabels"));
      List<Object> ports =
          Project.list(pod.get("containers")).stream()
              .flatMap(c -> Project.list(Project.map(c).get("ports")).stream())
              .map(p -> Project.map(p).get("name"))
              .toList();
      for (Object endpoint : Project.list(at(monitor, "spec").get("podMetricsEndpoints"))) {
        assertThat(ports).contains(Project.map(endpoint).get("port"));
      }
    }
  }

  private static Map<String, Object> podWith(Map<String, Object> labels) {
    return manifests("overlays/cpu").stream()
        .filter(m -> List.of("StatefulSet", "Deployment").contains(m.get("kind")))
        .map(m -> at(m, "spec", "template"))
        .filter(t -> at(t, "metadata", "labels").entrySet().containsAll(labels.entrySet()))
        .map(t -> at(t, "spec"))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Path> ruleFiles() {
    return Stream.of("rules", "alerts")
        .flatMap(folder -> Project.files("dashboards/prometheus/" + folder, ".yml").stream());
  }
}
