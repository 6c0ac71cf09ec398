package io.glasswatch.stream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Topics;
import io.glasswatch.stream.serve.access.Tokens;
import io.glasswatch.testing.Kustomize;
import io.glasswatch.testing.Project;
import io.glasswatch.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeTest {

  private static final Path FILE = Project.path("docker-compose.yml");
  private static final Pattern MAIN = Pattern.compile("\"io\\.glasswatch\\.([A-Za-z.]+)\"]");
  private static final Pattern VARIABLE = Pattern.compile("\\b([A-Z][A-Z_]+)=");

  @Test
  void composeAcceptsTheFile() {
    Tool.Result result =
        Tool.DOCKER_COMPOSE.run(Project.path("."), "-f", "docker-compose.yml", "config", "-q");

    assertThat(result.exitCode()).as("%s", result.output()).isZero();
  }

  @Test
  void everyPortIsBoundToThisMachineAlone() {
    for (Object service : services().values()) {
      assertThat(Project.list(Project.map(service).get("ports")))
          .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
    }
  }

  @Test
  void theSecretsThatTheScriptMakesAreTokensWithTheirRoles(@TempDir Path folder) throws Exception {
    Process script =
        new ProcessBuilder(
                "sh", Project.path("docker/make-secrets.sh").toString(), folder.toString())
            .start();
    assertThat(script.waitFor()).isZero();

    String list = Project.read(folder.resolve("tokens"));
    assertThat(Tokens.parse(list).none()).isFalse();
    assertThat(list)
        .contains("scraper prometheus " + Project.read(folder.resolve("scraper")) + "\n")
        .contains("viewer grafana " + Project.read(folder.resolve("grafana")) + "\n");
    assertThat(secretFiles()).containsExactlyInAnyOrder("tokens", "scraper", "grafana");
  }

  private static List<String> secretFiles() {
    return Project.map(Project.yaml(FILE).get("secrets")).values().stream()
        .map(s -> Project.map(s).get("file").toString().replace("./secrets/", ""))
        .toList();
  }

  @Test
  void everyImageIsPinned() {
    for (Object service : services().values()) {
      assertThat(Project.map(service).get("image").toString()).matches(".+:v?\\d+\\.\\d+.*");
    }
  }

  /** Old and new compose both know these; of the newer ones an old compose says "unsupported". */
  @Test
  void onlyWhatOldAndNewComposeKnowIsUsed() {
    assertThat(Project.yaml(FILE).keySet()).containsOnly("services", "volumes", "secrets");
    assertThat(services().values())
        .allSatisfy(
            service -> assertThat(Project.map(service)).doesNotContainKeys("gpus", "develop"));
  }

  @Test
  void everyServiceRunsAsSomebodyWithoutCapabilities() {
    for (Map.Entry<String, Object> entry : services().entrySet()) {
      Map<String, Object> service = Project.map(entry.getValue());
      assertThat(service).as(entry.getKey()).containsEntry("cap_drop", List.of("ALL"));
      assertThat(service).containsEntry("security_opt", List.of("no-new-privileges:true"));
      if (!entry.getKey().equals("kafka")) {
        assertThat(service).as(entry.getKey()).containsEntry("read_only", true);
      }
      assertThat(ours(service) || service.get("user").toString().matches("[1-9]\\d*:\\d+"))
          .as(entry.getKey())
          .isTrue();
    }
  }

  /** The collector's image has nothing to ask with, and nobody can ask the traffic. */
  @Test
  void everyServiceThatCanBeAskedIsAskedWhetherItWorks() {
    for (Map.Entry<String, Object> entry : services().entrySet()) {
      Map<String, Object> service = Project.map(entry.getValue());
      boolean byItsImage = ours(service) && dockerfile(service).contains("\nHEALTHCHECK ");
      boolean asked = byItsImage || service.containsKey("healthcheck");
      assertThat(asked)
          .as(entry.getKey())
          .isEqualTo(!Set.of("otel-collector", "traffic").contains(entry.getKey()));
    }
  }

  @Test
  void whatIsNotAlwaysWantedHasAProfile() {
    Map<String, Object> profiles = new TreeMap<>();
    services().forEach((name, service) -> profiles.put(name, Project.map(service).get("profiles")));
    profiles.values().removeIf(Objects::isNull);

    assertThat(profiles)
        .isEqualTo(
            Map.of(
                "traffic", List.of("demo"),
                "otel-collector", List.of("collector"),
                "explainer-worker-gpu", List.of("gpu")));
  }

  @Test
  void theCollectorWritesWhatIsReadToTheTopicThatIsRead() {
    Map<String, Object> collector = Project.yaml(Project.path("docker/otel-collector.yml"));

    assertThat(CustomResources.problems("collector", collector)).isEmpty();
    Map<String, Object> exporter = Kustomize.at(collector, "exporters", "kafka");
    for (String signal : List.of("traces", "logs")) {
      Map<String, Object> sent = Kustomize.at(exporter, signal);
      assertThat(sent).containsEntry("topic", Topics.INTERACTIONS.name());
      assertThat(Project.read(Project.path("docs/wire-formats.md")))
          .contains("`" + sent.get("encoding") + "`");
    }
    assertThat(exporter.get("brokers"))
        .isEqualTo(List.of(environment("stream-app").get("KAFKA_BOOTSTRAP_SERVERS").toString()));
  }

  @Test
  void everyTargetOfPrometheusIsAServiceAndItsPort() {
    String prometheus = Project.read(Project.path("dashboards/prometheus/prometheus.yml"));

    assertThat(prometheus).contains("[stream-app:8080]", "[explainer-worker]", "port: 9464");
    assertThat(dockerfile(Project.map(services().get("stream-app")))).contains("\nEXPOSE 8080\n");
    assertThat(dockerfile(Project.map(services().get("explainer-worker"))))
        .contains("\nEXPOSE 9464\n");
    assertThat(services()).containsKeys("stream-app", "explainer-worker", "alertmanager");
  }

  @Test
  void everyMountedFileExists() {
    for (Object service : services().values()) {
      for (Object volume : Project.list(Project.map(service).get("volumes"))) {
        String source = volume.toString().replaceFirst(":.*", "");
        assertThat(source.startsWith("./") ? Files.exists(Project.path(source)) : true).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-app", "explainer-worker", "explainer-worker-gpu", "traffic"})
  void ourServicesUseKnownSettings(String name) {
    assertThat(KnownNames.SETTINGS).containsAll(environment(name).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-app", "explainer-worker", "cli"})
  void everyImageRunsAClassThatExistsAsNobodySpecial(String name) {
    String dockerfile = Project.read(Project.path("docker/" + name + ".Dockerfile"));
    Matcher main = MAIN.matcher(dockerfile);

    assertThat(main.find()).isTrue();
    String source = "/src/main/java/io/glasswatch/" + main.group(1).replace('.', '/') + ".java";
    assertThat(Project.path(name + source)).exists();
    assertThat(dockerfile).contains("\nUSER 10001:10001\n");
    assertThat(dockerfile).doesNotContain(":latest");
    assertThat(VARIABLE.matcher(dockerfile).results().map(m -> m.group(1)))
        .allMatch(v -> KnownNames.SETTINGS.contains(v) || ofARuntime(v));
  }

  /** Whether Java or ONNX Runtime reads it, not we. */
  private static boolean ofARuntime(String variable) {
    return Set.of("JAVA_TOOL_OPTIONS", "HOME", "ORT_DISABLE_TELEMETRY").contains(variable);
  }

  /** Whether we build the service's image ourselves, which then says who runs in it. */
  private static boolean ours(Map<String, Object> service) {
    return service.get("image").toString().startsWith("glasswatch/");
  }

  private static String dockerfile(Map<String, Object> service) {
    String image = service.get("image").toString().replaceAll("glasswatch/|:.*", "");
    assertThat(Project.map(service.get("build")))
        .containsEntry("dockerfile", "docker/" + image + ".Dockerfile");
    return Project.read(Project.path("docker/" + image + ".Dockerfile"));
  }

  private static Map<String, Object> environment(String service) {
    return Project.map(Project.map(services().get(service)).get("environment"));
  }

  private static Map<String, Object> services() {
    return Project.map(Project.yaml(FILE).get("services"));
  }
}
