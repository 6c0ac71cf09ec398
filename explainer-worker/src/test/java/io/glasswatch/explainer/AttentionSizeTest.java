package io.glasswatch.explainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Severity;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the attention of a case costs in bytes, on rows of the labelled data. */
class AttentionSizeTest {

  private static final int ROWS = 8;
  private static final int TOKENS = 24;
  private static final Finding FINDING =
      new Finding("r", Category.PROMPT_INJECTION, Severity.WARNING, Optional.empty(), 1);

  @Test
  void theStandardViewCostsLessThanThirtyKilobytes() throws IOException {
    List<Question> questions = questions();
    int bytes = 0;
    int largest = 0;
    int rest = 0;
    try (Explainer explainer = Explainer.open(Methods.DEFAULT, 1)) {
      for (Question question : questions) {
        Explained answer =
            (Explained)
                explainer.explain(List.of(question), new Explainer.Extras(false, TOKENS)).get(0);
        int size = Json.BINARY.writeValueAsBytes(answer).length;
        int without = Json.BINARY.writeValueAsBytes(answer.erased()).length;
        bytes += size - without;
        rest += without;
        largest = Math.max(largest, size - without);
      }
    }
    System.out.printf(
        "attention of %d tokens: %d bytes in the mean, %d at most; the rest of the explanation %d%n",
        TOKENS, bytes / ROWS, largest, rest / ROWS);
    assertThat(largest).isLessThan(30_000);
  }

  private static List<Question> questions() throws IOException {
    Path file =
        Path.of(
            System.getProperty("glasswatch.root"),
            "../shared/data/train/purplellama_injection.jsonl");
    assumeTrue(Files.exists(file), "needs " + file);
    List<String> lines = Files.readAllLines(file);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String prompt = Json.TEXT.readTree(lines.get(i * lines.size() / ROWS)).get("prompt").asText();
      questions.add(Question.of(Requests.interaction("i-" + i, prompt, ""), List.of(FINDING)));
    }
    return questions;
  }
}
