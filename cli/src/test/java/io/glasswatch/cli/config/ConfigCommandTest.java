package io.glasswatch.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

  private static final Path PAGE =
      Path.of(System.getProperty("glasswatch.root"), "docs", "settings.md");

  @TempDir private Path dir;

  @Test
  void fiveMistakesAreFiveProblems() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "config",
            "check",
            file(
                """
                kafka:
                  KAFKA_CLIENT_PROPERTIES: /does/not/exist
                  KAFKA_BOOTSTRAP_SERVERS: kafka:9092
                stream-app:
                  PARTITIONS: 0
                  DRIFT_WINDW: PT1M
                explainer-worker:
                  EXPLAIN_METHODS: [occlusion, magic]
                grafana:
                  PORT: 3000
                """));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("section stream-app has no setting DRIFT_WINDW; was DRIFT_WINDOW meant?")
        .contains("KAFKA_CLIENT_PROPERTIES cannot be read from \"/does/not/exist\"")
        .contains("PARTITIONS must be 1 to 1000, but was 0")
        .contains("no attribution method \"magic\"")
        .contains("nobody reads section grafana; there are kafka, stream-app, explainer-worker")
        .endsWith("problems: 5\n");
  }

  @Test
  void aGoodFileHasNoProblems() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "config",
            "check",
            file(
                """
                kafka: {KAFKA_BOOTSTRAP_SERVERS: "kafka:9092"}
                stream-app:
                  MODEL_THRESHOLDS: {hate: 0.9, violence: 0.8}
                """));

    assertThat(run.out()).isEqualTo("no problems\n");
    assertThat(run.exitCode()).isEqualTo(0);
  }

  @Test
  void showsWhereAValueComesFrom() throws IOException {
    CommandLineRun run = CommandLineRun.of("config", "show", file("stream-app: {PARTITIONS: 8}"));

    assertThat(run.out())
        .contains("  PARTITIONS: \"8\"  # file")
        .contains("  DRIFT_WINDOW: \"PT1M\"  # default");
  }

  /** To renew the page: {@code ./glasswatch config table}, below the page's introduction. */
  @Test
  void theDocumentationHasEverySetting() throws IOException {
    assertThat(Files.readString(PAGE)).endsWith(CommandLineRun.of("config", "table").out());
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(dir.resolve("glasswatch.yaml"), yaml).toString();
  }
}
