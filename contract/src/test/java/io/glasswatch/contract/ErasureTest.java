package io.glasswatch.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Interaction CHAT =
      Interaction.of(
          "i-1",
          new ModelVersion("bot", "1"),
          NOW,
          List.of(new Message(Message.USER, "My name is Ada.")),
          List.of(new Message(Message.ASSISTANT, "Hello, Ada!")));

  @Test
  void itCoversWhatCarriesTheNameAndNothingElse() {
    assertThat(Erasure.of("i-1", "root", NOW).covers(CHAT)).isTrue();
    assertThat(Erasure.of("i-10", "root", NOW).covers(CHAT)).isFalse();
    assertThat(Erasure.of("Ada", "root", NOW).covers(CHAT)).isFalse();
  }

  @Test
  void itDoesNotSayWhoseTextsGo() {
    Erasure one = Erasure.of("user-4711", "root", NOW);
    Erasure other = Erasure.of("user-4711", "root", NOW);
    byte[] bytes = Topics.ERASURES.values().serializer().serialize(Topics.ERASURES.name(), one);

    assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("4711");
    assertThat(one.subject()).isNotEqualTo(other.subject());
  }

  @Test
  void anErasedInteractionKeepsItsNumbersAndLosesItsTexts() {
    Interaction erased = CHAT.erased();

    assertThat(erased.id()).isEqualTo(CHAT.id());
    assertThat(erased.request()).containsExactly(new Message(Message.USER, ""));
    assertThat(erased.response()).containsExactly(new Message(Message.ASSISTANT, ""));
    assertThat(erased.contentMissing()).contains(ContentMissing.ERASED);
    assertThat(erased.erased()).isEqualTo(erased);
  }
}
