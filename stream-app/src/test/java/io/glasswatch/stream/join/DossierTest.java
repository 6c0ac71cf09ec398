package io.glasswatch.stream.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.Samples;
import io.glasswatch.stream.serve.CasesOf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DossierTest {

  private static final Piece ASKED = new Piece.Asked(Samples.request("i"));
  private static final Piece ANSWERED = new Piece.Answered(Samples.explained("i", 0.9));
  private static final Piece FOUND = new Piece.FoundLater("i", Samples.finding("overtime.x"));
  private static final Piece FOUND_MORE = new Piece.FoundLater("i", Samples.finding("overtime.y"));

  @Test
  void theOrderOfThePiecesAndTheirRepetitionMakeNoDifference() {
    Random random = new Random(1);
    Dossier inOrder = of(List.of(ASKED, ANSWERED, FOUND, FOUND_MORE));
    for (int trial = 0; trial < 500; trial++) {
      List<Piece> pieces = new ArrayList<>(List.of(ASKED, ANSWERED, FOUND, FOUND_MORE));
      for (int i = 0; i < random.nextInt(4); i++) {
        pieces.add(pieces.get(random.nextInt(4)));
      }
      Collections.shuffle(pieces, random);
      Dossier shuffled = of(pieces);
      assertThat(shuffled.request()).isEqualTo(inOrder.request());
      assertThat(shuffled.explanation()).isEqualTo(inOrder.explanation());
      assertThat(new HashSet<>(shuffled.later())).isEqualTo(new HashSet<>(inOrder.later()));
    }
  }

  @Test
  void isCompleteWithTheInteractionAndAnOutcome() {
    assertThat(of(List.of(ASKED)).isComplete()).isFalse();
    assertThat(of(List.of(ANSWERED)).isComplete()).isFalse();
    assertThat(of(List.of(ASKED, ANSWERED)).isComplete()).isTrue();
  }

  @Test
  void noAnswerIsAnOutcome() {
    Dossier expired = of(List.of(ASKED)).expired(Samples.NOON);

    assertThat(expired.isComplete()).isTrue();
    assertThat(expired.explanation())
        .contains(
            new Unexplained(
                "i", Samples.NOON, Unexplained.NO_ANSWER, "no answer before the deadline"));
  }

  @Test
  void aLateAnswerTakesThePlaceOfNoAnswer() {
    Explanation late = Samples.explained("i", 0.9);

    assertThat(
            of(List.of(ASKED)).expired(Samples.NOON).with(new Piece.Answered(late)).explanation())
        .contains(late);
  }

  @Test
  void theFirstAnswerStays() {
    Dossier twice = of(List.of(ASKED, ANSWERED, new Piece.Answered(Samples.explained("i", 0.1))));

    assertThat(twice).isEqualTo(of(List.of(ASKED, ANSWERED)));
  }

  @Test
  void anErasedCaseHasNoAttentionAndNoEmbeddingAlsoNotFromAnAnswerThatComesLater() {
    Piece looked = new Piece.Answered(withAttentionAndEmbedding());

    assertThat(mirrorsTheText(of(List.of(ASKED, looked)))).isTrue();
    assertThat(mirrorsTheText(of(List.of(ASKED, looked)).erased())).isFalse();
    assertThat(mirrorsTheText(of(List.of(ASKED)).erased().with(looked))).isFalse();
    assertThat(mirrorsTheText(of(List.of(ASKED)).expired(Samples.NOON).erased().with(looked)))
        .isFalse();
  }

  private static boolean mirrorsTheText(Dossier dossier) {
    Explained explained = (Explained) dossier.explanation().orElseThrow();
    return explained.attention().isPresent() || !explained.embeddings().isEmpty();
  }

  private static Explained withAttentionAndEmbedding() {
    Explained plain = Samples.explained("i", 0.9);
    return new Explained(
        "i",
        plain.answeredAt(),
        plain.model(),
        plain.scores(),
        plain.attributions(),
        plain.seconds(),
        Optional.of(CasesOf.attention()),
        Map.of(Where.PROMPT, Collections.nCopies(Explained.EMBEDDING_DIMENSIONS, 0.5)));
  }

  private static Dossier of(List<Piece> pieces) {
    Dossier dossier = Dossier.EMPTY;
    for (Piece piece : pieces) {
      dossier = dossier.with(piece);
    }
    return dossier;
  }
}
