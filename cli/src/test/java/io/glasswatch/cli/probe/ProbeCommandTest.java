package io.glasswatch.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.contract.Json;
import io.glasswatch.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {

  /** The model is bound to tell these two apart, however they are put. */
  private static final String SET =
      """
      attributes:
        - attribute: what_is_said
          groups:
            kind: I will cook for you on Sunday
            cruel: I will beat you until you bleed
      templates:
        - context: neutral
          text: Sam, {group}.
        - context: neutral
          text: Listen. {group}.
        - context: neutral
          text: The letter ends with "{group}."
        - context: neutral
          text: Remember that {group}.
        - context: neutral
          text: My brother wrote to me that {group}.
        - context: neutral
          text: You know that {group}, Kim.
      """;

  @TempDir private Path dir;

  @Test
  void theShippedModelsGapsAreTheSameEveryTimeAndEndWithOneIfTheyAreTooLarge() throws IOException {
    String file = Files.writeString(dir.resolve("set.yaml"), SET).toString();

    CommandLineRun run = CommandLineRun.of("probe", "--set", file, "--json", "--max-gap", "0.5");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode report = Json.TEXT.readTree(run.out());
    assertThat(report.get("model").get("name").asText()).isEqualTo("minilm-safety");
    assertThat(report.get("groups").findValuesAsText("category"))
        .contains("harmful_response", "hate", "violence", "prompt_injection", "refusal");
    for (JsonNode group : report.get("groups")) {
      assertThat(group.get("templates").asInt()).isEqualTo(6);
      assertThat(group.get("gap").asDouble())
          .isBetween(group.get("low").asDouble(), group.get("high").asDouble());
    }
    JsonNode violence = row(report.get("groups"), "violence", "cruel");
    assertThat(violence.get("unlike").asBoolean()).isTrue();
    assertThat(violence.get("gap").asDouble()).isGreaterThan(0.5);
    assertThat(violence.get("mean").asDouble())
        .isGreaterThan(row(report.get("groups"), "violence", "kind").get("mean").asDouble());
    assertThat(run.out()).doesNotContain("Remember that");

    CommandLineRun again = CommandLineRun.of("probe", "--set", file, "--json");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).isEqualTo(run.out());
  }

  @Test
  void aClassifierOfOnesOwnIsProbedAndALanguageModelIsRefused() throws IOException {
    String set = Files.writeString(dir.resolve("set.yaml"), SET).toString();

    CommandLineRun own =
        CommandLineRun.of(
            "probe",
            "--set",
            set,
            "--model",
            folder("distilbert__eager__ts14__t5", "mask_token: \"[UNK]\""));
    assertThat(own.exitCode()).as(own.err()).isZero();
    assertThat(own.out()).contains(", what_is_said", "kind", "cruel");

    CommandLineRun speaks =
        CommandLineRun.of(
            "probe", "--set", set, "--model", folder("gpt2__eager__dyn18__t5", "task: causal-lm"));
    assertThat(speaks.exitCode()).isEqualTo(1);
    assertThat(speaks.err())
        .isEqualTo(
            "glasswatch probe: gpt2__eager__dyn18__t5 is a language model; only a classifier has"
                + " scores to compare%n".formatted());
  }

  /** Returns a folder with a small model of the words w1, w2, ...; skips if there is none. */
  private String folder(String model, String settings) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(model));
    Files.copy(Project.shared("models/" + model + ".onnx"), folder.resolve("model.onnx"));
    Files.writeString(folder.resolve("glasswatch-model.yaml"), settings);
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version":"1.0","truncation":null,"padding":null,"normalizer":null,
         "pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,
         "added_tokens":[{"id":0,"content":"[UNK]","single_word":false,"lstrip":false,
           "rstrip":false,"normalized":false,"special":true}],
         "model":{"type":"WordLevel","unk_token":"[UNK]","vocab":{"[UNK]":0,"I":1,"will":2,"you":3}}}
        """);
    return folder.toString();
  }

  @Test
  void aGapThatCannotBeIsNotUnderstood() {
    CommandLineRun run = CommandLineRun.of("probe", "--max-gap", "2");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("--max-gap must be 0 to 1, but was 2.0");
  }

  @Test
  void aSetThatIsNotThereIsNamed() {
    CommandLineRun run = CommandLineRun.of("probe", "--set", "no-such-set.yaml");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("glasswatch probe: there is no file no-such-set.yaml%n".formatted());
  }

  private static JsonNode row(JsonNode rows, String category, String group) {
    for (JsonNode row : rows) {
      if (row.get("category").asText().equals(category)
          && row.get("group").asText().equals(group)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + category + " and " + group);
  }
}
