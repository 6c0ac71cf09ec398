package io.glasswatch.explainer.answer;

import static io.glasswatch.contract.Sample.Reason.FLAGGED;
import static io.glasswatch.explainer.Requests.NOW;
import static io.glasswatch.explainer.Requests.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.explainer.intake.Pending;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnswererTest {

  private static final Clock IN_TIME = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Clock TOO_LATE = Clock.offset(IN_TIME, Duration.ofSeconds(61));

  private final List<Integer> runs = new ArrayList<>();

  @Test
  void aRequestPastItsDeadlineIsAnsweredWithoutWork() {
    assertThat(answers(TOO_LATE, List.of(pending(1, FLAGGED, 1)), -1))
        .isEqualTo(Map.of(1L, "expired"));
    assertThat(runs).isEmpty();
  }

  @Test
  void aPoisonousRequestStandsAloneAndTheOthersAreExplained() {
    List<Pending> batch = new ArrayList<>();
    for (int offset = 0; offset < 8; offset++) {
      batch.add(pending(offset, FLAGGED, 1));
    }
    Map<Long, String> answers = answers(IN_TIME, batch, 5);
    assertThat(answers).hasSize(8).containsEntry(5L, "failed: IllegalStateException");
    answers.remove(5L);
    assertThat(answers.values()).containsOnly("no_text");
    assertThat(runs).containsExactly(8, 4, 4, 2, 1, 1, 2);
  }

  @Test
  void theDetailOfAFailureNamesItsClassAndNoText() {
    assertThat(answers(IN_TIME, List.of(pending(5, FLAGGED, 1)), 5))
        .isEqualTo(Map.of(5L, "failed: IllegalStateException"));
  }

  /** Explains everything as having no text, but fails on the request at {@code poison}. */
  private Map<Long, String> answers(Clock clock, List<Pending> batch, long poison) {
    Answerer answerer =
        new Answerer(
            some -> {
              runs.add(some.size());
              if (some.stream().anyMatch(request -> request.offset() == poison)) {
                throw new IllegalStateException("quotes the secret text");
              }
              return some.stream()
                  .<Explanation>map(
                      request ->
                          new Unexplained(
                              request.request().interaction().id(), NOW, Unexplained.NO_TEXT, ""))
                  .toList();
            },
            clock);
    Map<Long, String> answers = new TreeMap<>();
    answerer.answer(
        batch,
        (request, answer) -> {
          Unexplained unexplained = (Unexplained) answer;
          String detail = unexplained.detail().isEmpty() ? "" : ": " + unexplained.detail();
          answers.put(request.offset(), unexplained.reason() + detail);
        });
    return answers;
  }
}
