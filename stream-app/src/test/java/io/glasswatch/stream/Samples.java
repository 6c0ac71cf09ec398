package io.glasswatch.stream;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Small valid records for tests. */
public final class Samples {

  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Samples() {}

  public static Interaction interaction(String id) {
    return new Interaction(
        id,
        "conversation-of-" + id,
        new ModelVersion("bot", "1"),
        Map.of("tenant", "acme"),
        Optional.empty(),
        NOON,
        List.of(new Message(Message.USER, "Where is my parcel?")),
        List.of(new Message(Message.ASSISTANT, "It arrives tomorrow.")),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of("stop"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Finding finding(String rule) {
    return new Finding(
        rule,
        Category.SECRET,
        Severity.CRITICAL,
        Optional.of(new Span(Where.RESPONSE, 0, 0, 2)),
        1);
  }

  public static Assessment assessment(Interaction interaction, Finding... findings) {
    return new Assessment(
        interaction.id(),
        interaction.conversation(),
        interaction.model(),
        interaction.segments(),
        interaction.time(),
        Map.of("latency", 0.5),
        List.of(findings),
        new Sample(Sample.Reason.FLAGGED, 1),
        "rules-0");
  }

  public static ExplanationRequest request(String id) {
    return request(id, NOON);
  }

  public static ExplanationRequest request(String id, Instant at) {
    Interaction interaction = interaction(id);
    return new ExplanationRequest(
        interaction,
        assessment(interaction, finding("secret.aws-access-key")),
        at,
        at.plus(Duration.ofSeconds(30)));
  }

  public static Explanation.Explained explained(String id, double hate) {
    return new Explanation.Explained(
        id,
        NOON,
        new ExplainerModel("m", "a", "b", "c", "cpu"),
        List.of(new Score(Category.HATE, hate, 0.5, new Span(Where.RESPONSE, 0, 0, 4))),
        List.of(),
        0.1);
  }
}
