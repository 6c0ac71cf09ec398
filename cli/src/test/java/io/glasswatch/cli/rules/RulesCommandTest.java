package io.glasswatch.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

  private static final String PACK =
      """
      pack: mine
      rules:
        - id: mine.word
          category: secret
          about: A word
          severity: {response: warning}
          patterns: ['plugh']
          matches: ['say plugh']
          spares: ['say something']
      thresholds: {hate: 0.8}
      """;

  @TempDir private Path dir;

  @Test
  void aGoodPackIsToldFromABadOneByItsLine() throws Exception {
    Path good = Files.writeString(dir.resolve("good.yaml"), PACK);
    Path bad = Files.writeString(dir.resolve("bad.yaml"), PACK.replace("say plugh", "say nothing"));
    Path high = Files.writeString(dir.resolve("high.yaml"), PACK.replace("0.8", "1.5"));

    CommandLineRun taken = CommandLineRun.of("rules", "check", good.toString());
    CommandLineRun refused = CommandLineRun.of("rules", "check", bad.toString());

    assertThat(taken.out())
        .isEqualTo("%s: pack mine is good: 1 rules, 1 thresholds%n".formatted(good));
    assertThat(taken.exitCode()).isZero();
    assertThat(refused.err())
        .isEqualTo(
            "%s: line 3: rule mine.word must match its example \"say nothing\"%n".formatted(bad));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(CommandLineRun.of("rules", "check", high.toString()).err())
        .contains("threshold of hate must be 0 to 1, but was 1.5");
  }
}
