package io.glasswatch.explainer;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.explainer.intake.Pending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Requests of our own making, for tests. */
public final class Requests {

  /** When test requests are made. */
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final ModelVersion MODEL = new ModelVersion("bot", "1");

  private Requests() {}

  /** Returns an interaction of one user message and one response. */
  public static Interaction interaction(String id, String prompt, String response) {
    return Interaction.of(
        id,
        MODEL,
        NOW,
        List.of(new Message(Message.USER, prompt)),
        List.of(new Message(Message.ASSISTANT, response)));
  }

  /** Returns a request that waits a minute. */
  public static ExplanationRequest request(
      Interaction interaction, Sample.Reason reason, Instant requestedAt, Finding... findings) {
    Assessment assessment =
        new Assessment(
            interaction.id(),
            interaction.conversation(),
            MODEL,
            Map.of(),
            NOW,
            Map.of(),
            List.of(findings),
            new Sample(reason, 1),
            "rules");
    return new ExplanationRequest(
        interaction, assessment, requestedAt, requestedAt.plusSeconds(60));
  }

  /** Returns a request as it waits in the queue, its text {@code characters} long. */
  public static Pending pending(long offset, Sample.Reason reason, int characters) {
    Interaction interaction = interaction("i-" + offset, "x".repeat(characters), "");
    return new Pending(
        interaction.conversation(),
        request(interaction, reason, NOW),
        new TopicPartition("requests", 0),
        offset,
        NOW);
  }
}
