package io.glasswatch.stream.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Review;
import io.glasswatch.contract.Review.Judgement;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.entry.Facts;
import io.glasswatch.stream.audit.entry.Pseudonyms;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTallyTest {

  private final FindingTally tally = new FindingTally();
  private final Facts facts = new Facts(new Pseudonyms(new byte[32]));

  @Test
  void countsWhatReviewersConfirmedAndTheirLastWordAlone() {
    for (String interaction : List.of("a", "b", "c")) {
      tally.found(interaction, List.of(new Fact.Found("rule", "secret", Severity.CRITICAL, 1)));
    }
    judge("a", Judgement.TRUE_POSITIVE);
    judge("b", Judgement.TRUE_POSITIVE);
    judge("b", Judgement.FALSE_POSITIVE);

    assertThat(tally.all())
        .singleElement()
        .satisfies(
            secret -> {
              assertThat(secret.reviewed()).isEqualTo(2);
              assertThat(secret.confirmed()).isEqualTo(1);
            });
  }

  private void judge(String interaction, Judgement judgement) {
    Review review =
        new Review(
            interaction, "c", "m", List.of("rule"), judgement, "a note", "me", Instant.EPOCH);
    tally.operated((Fact.Operated) facts.of(review));
  }
}
