package io.glasswatch.explainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.explainer.model.SafetyHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class HeadTrainingTest {

  @TempDir private Path dir;

  @Test
  void aSecondRunEncodesNothingAndGivesTheSameHeadAndCard() throws IOException {
    Path rows = Files.createDirectories(dir.resolve("rows"));
    Files.writeString(rows.resolve("hatecheck.jsonl"), hatecheck());
    Files.writeString(rows.resolve("unheard_of.jsonl"), "{}\n");

    List<String> first = run(rows, "first");
    List<String> second = run(rows, "second");

    assertThat(first)
        .contains("skipped unheard_of: the label table does not know it")
        .anyMatch(line -> line.endsWith("texts to encode"));
    assertThat(second).noneMatch(line -> line.endsWith("texts to encode"));
    byte[] head = Files.readAllBytes(dir.resolve("first/head"));
    assertThat(Files.readAllBytes(dir.resolve("second/head"))).isEqualTo(head);
    assertThat(dir.resolve("second/directions"))
        .hasSameBinaryContentAs(dir.resolve("first/directions"));
    assertThat(SafetyHead.read(head).thresholds().values())
        .allMatch(threshold -> threshold >= 0.5 && threshold < 1);
    assertThat(dir.resolve("second/card"))
        .hasSameTextualContentAs(dir.resolve("first/card"))
        .content()
        .contains("| hatecheck (responses) | 40 | trains |")
        .doesNotContain("neighbours");
  }

  private List<String> run(Path rows, String name) throws IOException {
    List<String> progress = new ArrayList<>();
    new HeadTraining(
            rows,
            Optional.empty(),
            dir.resolve("vectors"),
            dir.resolve(name).resolve("head"),
            dir.resolve(name).resolve("directions"),
            dir.resolve(name).resolve("card"),
            1,
            progress::add)
        .run();
    return progress;
  }

  private static String hatecheck() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String text =
          i % 2 == 0
              ? "I like my neighbours number %d.".formatted(i)
              : "Nobody should talk to neighbours number %d, they are vermin.".formatted(i);
      rows.append(
          """
          {"prompt":"","response":"%s","labels":{"hateful":%d},"prompt_hash":"h%d"}
          """
              .formatted(text, i % 2, i));
    }
    return rows.toString();
  }
}
