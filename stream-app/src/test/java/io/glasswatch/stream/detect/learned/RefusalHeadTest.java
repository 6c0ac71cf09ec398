package io.glasswatch.stream.detect.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.stream.detect.learned.RefusalHead.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalHeadTest {

  private static final String DECLINING = "I'm sorry, but I can't help with that request. ";
  private static final String ANSWERING = "Then add the rice and stir it for a minute. ";

  private static final List<Labelled> BOTH =
      List.of(
          labelled("own", DECLINING, true),
          labelled("own", ANSWERING, false),
          labelled("other", "I cannot assist you with this.", true),
          labelled("other", "The shop opens at nine.", false));

  @Test
  void theSameExamplesGiveTheSameFile() {
    assertThat(RefusalHead.train(BOTH).toFile()).isEqualTo(RefusalHead.train(BOTH).toFile());
  }

  @Test
  void aHeadThatIsReadBackSaysTheSame() {
    RefusalHead head = RefusalHead.train(BOTH);

    RefusalHead read = RefusalHead.read(head.toFile());

    assertThat(read.probability(DECLINING, Set.of())).isGreaterThan(0.5);
    assertThat(read.probability(DECLINING, Set.of()))
        .isEqualTo(head.probability(DECLINING, Set.of()));
  }

  @Test
  void aSourceCountsTheSameHoweverLargeItIs() {
    List<Labelled> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(labelled("large", ANSWERING, false));
    }
    for (int i = 0; i < 4; i++) {
      texts.add(labelled("small", ANSWERING, true));
    }

    assertThat(RefusalHead.train(texts).probability(ANSWERING, Set.of())).isBetween(0.3, 0.7);
  }

  @Test
  void declinesLessTheMoreIsAnswered() {
    RefusalHead head = RefusalHead.shipped();
    double alone = head.probability(DECLINING, Set.of());
    double before = head.probability(DECLINING + ANSWERING.repeat(10), Set.of());
    double after = head.probability(ANSWERING.repeat(10) + DECLINING, Set.of());

    assertThat(alone).isGreaterThan(before).isGreaterThan(after);
  }

  @Test
  void aWordSaysLessTheMoreThereIsToRead() {
    RefusalHead head = RefusalHead.train(BOTH);
    String nothingKnown = " zyx wvu tsr".repeat(10);

    assertThat(head.probability(DECLINING + nothingKnown, Set.of()))
        .isBetween(0.5, head.probability(DECLINING, Set.of()) - 0.05);
  }

  @Test
  void whatLiesBehindTheFirstWordsIsNotRead() {
    String long1 = ANSWERING.repeat(20);

    assertThat(RefusalHead.shipped().probability(long1 + DECLINING, Set.of()))
        .isEqualTo(RefusalHead.shipped().probability(long1, Set.of()));
  }

  @Test
  void aTextWithoutWordsIsJudgedByTheRules() {
    RefusalHead head = RefusalHead.shipped();

    assertThat(head.probability("", Set.of())).isBetween(0.0, 1.0);
    assertThat(head.probability("", Set.of("refusal.phrase")))
        .isGreaterThan(head.probability("", Set.of()));
  }

  @Test
  void refusesAFileOfAnotherLength() {
    assertThatThrownBy(() -> RefusalHead.read(new byte[7]))
        .hasMessage("a refusal head's file must have 131076 bytes, but has 7");
  }

  private static Labelled labelled(String source, String text, boolean refuses) {
    return new Labelled(source, text, Set.of(), refuses);
  }
}
