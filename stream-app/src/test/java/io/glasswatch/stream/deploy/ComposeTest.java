package io.glasswatch.stream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.serve.access.Tokens;
import io.glasswatch.testing.Project;
import io.glasswatch.testing.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  @ValueSource(strings = {"stream-app", "explainer-worker"})
  void ourServicesAreConfinedAndUseKnownSettings(String name) {
    Map<String, Object> service = Project.map(services().get(name));

    assertThat(service).containsEntry("read_only", true);
    assertThat(Project.list(service.get("cap_drop"))).containsExactly("ALL");
    assertThat(KnownNames.SETTINGS).containsAll(Project.map(service.get("environment")).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream-app", "explainer-worker"})
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

  private static Map<String, Object> services() {
    return Project.map(Project.yaml(FILE).get("services"));
  }
}
