package io.glasswatch.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source whose words occur nowhere else, so that only who has seen it can tell its rows apart.
 */
class HeldOutTest {

  @TempDir private Path dir;

  @BeforeEach
  void rowsToTrainOn() throws IOException {
    List<String> refusing = new ArrayList<>();
    List<String> reply = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      refusing.add(xstest(2 * i, "zorbl flumm nudge " + i, "2_full_refusal"));
      refusing.add(xstest(2 * i + 1, "quix brell wadge " + i, "1_full_compliance"));
      reply.add(
          """
          {"id":"g%d","source":"gptfuzz","prompt":"p","response":"%s %d","prompt_hash":"g%d","model":"m","labels":{"jailbroken":%d}}"""
              .formatted(i, i % 2 == 0 ? "I cannot" : "Here is", i, i, i % 2));
    }
    write("xstest", refusing);
    write("gptfuzz", reply);
    write(
        "presidio_pii",
        List.of(
            """
            {"id":"p1","source":"presidio_pii","prompt":"","response":"Call Ann Lee","prompt_hash":"p","model":"m","labels":{"template_id":1,"spans":[{"entity_type":"PERSON","start":5,"end":12}]}}"""));
    for (String none : List.of("hh_rlhf_harmless", "openai_moderation", "catqa", "hatecheck")) {
      write(none, List.of());
    }
  }

  @Test
  void noSourceIsJudgedByWeightsThatHaveSeenIt() {
    CommandLineRun run = heldOut("--labels");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("| xstest | refusal | 20 / 20 | 0.500 |");
    assertThat(dir.resolve("out/xstest/assessments.jsonl")).content().hasLineCount(40);
    assertThat(dir.resolve("out/quality.md")).content().contains("| xstest | refusal |");
  }

  @Test
  void withoutLabelsThereIsNothingToHoldOut() {
    CommandLineRun run = heldOut();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--held-out needs --labels");
  }

  private CommandLineRun heldOut(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "backtest",
                dir.resolve("xstest.jsonl").toString(),
                "--held-out",
                dir.toString(),
                "--out",
                dir.resolve("out").toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static String xstest(int id, String response, String outcome) {
    return """
        {"id":"x%d","source":"xstest","prompt":"p","response":"%s","prompt_hash":"x%d","model":"m","labels":{"prompt_safe":true,"refusal":"%s","refused":%s,"annotators_agree":true}}"""
        .formatted(id, response, id, outcome, outcome.startsWith("2_"));
  }

  private void write(String source, List<String> rows) throws IOException {
    Files.write(dir.resolve(source + ".jsonl"), rows);
  }
}
