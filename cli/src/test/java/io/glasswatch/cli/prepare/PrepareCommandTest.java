package io.glasswatch.cli.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareCommandTest {

  @TempDir Path folder;

  private static String model(String name) {
    Path models =
        Path.of(System.getProperty("glasswatch.root", "."), "..", "shared", "models").normalize();
    assumeTrue(Files.isDirectory(models), "no golden models beside the project");
    return models.resolve(name + ".onnx").toString();
  }

  @Test
  void describesWhatItAdded() throws IOException {
    Path out = folder.resolve("out.onnx");
    Path describe = folder.resolve("out.json");
    CommandLineRun run =
        CommandLineRun.of(
            "prepare",
            model("bert__eager__ts14__t4"),
            out.toString(),
            "--attention",
            "full",
            "--attention-gradients",
            "--describe",
            describe.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(out).isNotEmptyFile();
    JsonNode json = new ObjectMapper().readTree(describe.toFile());
    assertThat(json.at("/gradient_output").asText()).isEqualTo("embedding_gradient");
    assertThat(json.at("/attention_outputs/1").asText()).isEqualTo("attention_1");
    assertThat(json.at("/attention_gradient_outputs/1").asText()).isEqualTo("attention_gradient_1");
    assertThat(json.at("/layers/1/heads").asInt()).isEqualTo(4);
    assertThat(json.at("/extra_inputs/target_class/type").asText()).isEqualTo("int64");
    assertThat(json.at("/extra_inputs/target_class/shape/0").asText()).isEqualTo("batch");
  }

  @Test
  void refusesAQuantisedModelByNode() {
    CommandLineRun run =
        CommandLineRun.of(
            "prepare", model("bert_int8__dynamic_quint8"), folder.resolve("out.onnx").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("works on quantised activations")
        .contains("prepare the float32 or float16 export of this model instead");
  }

  @Test
  void inspectPrintsTheSitesAndTheOperators() {
    CommandLineRun run = CommandLineRun.of("inspect", model("gpt2__eager__ts14__t4"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("attention      2 sites").contains("without        none");
  }

  @Test
  void saysWhichFileIsMissing() {
    CommandLineRun run = CommandLineRun.of("inspect", "nowhere.onnx");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("glasswatch inspect: there is no file nowhere.onnx\n");
  }

  @Test
  void saysThatThereIsNoFolderToWriteTo() {
    String out = folder.resolve("none").resolve("out.onnx").toString();
    CommandLineRun run = CommandLineRun.of("prepare", model("gpt2__eager__ts14__t4"), out);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("glasswatch prepare: there is no folder to write " + out + " to\n");
  }

  @Test
  void saysWhichTargetsThereAre() {
    CommandLineRun run =
        CommandLineRun.of("prepare", model("gpt2__eager__ts14__t4"), "out.onnx", "--target", "all");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("it is one of class, probability, contrast, tokens, direction, seed");
  }
}
