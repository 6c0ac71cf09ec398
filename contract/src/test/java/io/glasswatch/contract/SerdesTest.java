package io.glasswatch.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class SerdesTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456789Z");
  private static final Interaction INTERACTION =
      new Interaction(
          "i-1",
          "c-1",
          new ModelVersion("support-bot", "2026-11"),
          Map.of("tenant", "acme"),
          Optional.of("u-1"),
          NOON,
          List.of(new Message("system", "Be kind."), new Message("user", "Wie geht's? 你好 🙂")),
          List.of(new Message("assistant", "Fine, \"thanks\".")),
          OptionalDouble.of(1.25),
          OptionalDouble.empty(),
          OptionalLong.of(12),
          OptionalLong.empty(),
          Optional.of("stop"),
          List.of(-0.5, -1.25),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Finding FINDING =
      new Finding(
          "pii.email",
          Category.PII,
          Severity.WARNING,
          Optional.of(new Span(Where.PROMPT, 1, 0, 3)),
          1);
  private static final Assessment ASSESSMENT =
      new Assessment(
          "i-1",
          "c-1",
          INTERACTION.model(),
          INTERACTION.segments(),
          NOON,
          Map.of("latency", 1.25),
          List.of(FINDING),
          new Sample(Sample.Reason.FLAGGED, 1),
          "r0");
  private static final Explanation EXPLAINED =
      new Explanation.Explained(
          "i-1",
          NOON,
          new ExplainerModel("m", "a", "b", "c", "cpu"),
          List.of(new Score(Category.HATE, 0.25, 0.5, new Span(Where.RESPONSE, 0, 0, 4))),
          List.of(
              new Attribution(
                  "gradient-x-input",
                  Category.HATE,
                  List.of(new TokenScore(new Span(Where.RESPONSE, 0, 0, 4), -0.5)),
                  Map.of("completeness_gap", 0.01))),
          0.5,
          Optional.of(
              new AttentionView(
                  1,
                  1,
                  List.of(Optional.empty(), Optional.of(new Span(Where.RESPONSE, 0, 0, 4))),
                  9,
                  new byte[] {1, -2, 3})),
          Map.of(Where.PROMPT, Collections.nCopies(16, -0.125)));

  @Test
  void everyRecordOfATopicComesBackAsItWent() {
    survives(Topics.ASSESSMENTS, ASSESSMENT);
    survives(
        Topics.EXPLANATION_REQUESTS, new ExplanationRequest(INTERACTION, ASSESSMENT, NOON, NOON));
    survives(Topics.EXPLANATIONS, EXPLAINED);
    survives(
        Topics.EXPLANATIONS,
        new Explanation.Unexplained("i-1", NOON, Explanation.Unexplained.EXPIRED, ""));
    survives(
        Topics.CASES,
        new Case(INTERACTION, ASSESSMENT, List.of(FINDING), Optional.of(EXPLAINED), NOON));
    survives(
        Topics.ALERTS,
        new Alert(
            "f0",
            "LlmSecretLeak",
            "m@1",
            "all",
            "secret",
            Severity.CRITICAL,
            Alert.State.FIRING,
            NOON,
            NOON,
            1,
            0,
            Optional.of("i-1")));
  }

  @Test
  void aRejectedRecordKeepsItsBytesAsTheValue() {
    Rejected rejected =
        new Rejected(
            Rejected.Reason.MALFORMED_JSON,
            "at byte 1",
            "llm.interactions",
            3,
            42,
            new byte[] {'{', 0});
    RecordHeaders headers = new RecordHeaders();

    byte[] value = Topics.REJECTED.values().serializer().serialize("t", headers, rejected);

    assertThat(value).containsExactly('{', 0);
    assertThat(Topics.REJECTED.values().deserializer().deserialize("t", headers, value))
        .isEqualTo(rejected);
  }

  @Test
  void anUnreadableValueIsNamedWithoutItsText() {
    byte[] secret = "{\"interaction\": \"hunter2".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Topics.ASSESSMENTS.values().deserializer().deserialize("t", secret))
        .isInstanceOf(SerializationException.class)
        .hasMessage("cannot read Assessment from 24 bytes: JsonMappingException");
  }

  @Test
  void textNeverShowsInToString() {
    assertThat(INTERACTION.toString() + INTERACTION.request() + INTERACTION.response())
        .doesNotContain("Wie", "kind", "thanks");
  }

  private static <V> void survives(Topic<String, V> topic, V value) {
    Serde<V> serde = topic.values();
    byte[] bytes = serde.serializer().serialize(topic.name(), value);
    assertThat(serde.deserializer().deserialize(topic.name(), bytes)).isEqualTo(value);
  }
}
