package io.glasswatch.explainer.intake;

import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Sample;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * A request that waits for its answer.
 *
 * @param key the request's key, which is the answer's too
 * @param request what is asked
 * @param partition where it was read
 * @param offset its place there
 * @param arrived when it was read
 */
public record Pending(
    String key,
    ExplanationRequest request,
    TopicPartition partition,
    long offset,
    Instant arrived) {

  /** Tells whether a finding asks for the answer; such requests go first. */
  public boolean flagged() {
    return request.assessment().sample().reason() == Sample.Reason.FLAGGED;
  }

  /** Tells whether an answer is of no more use at {@code now}. */
  public boolean expiredAt(Instant now) {
    return now.isAfter(request.deadline());
  }

  /** Returns a cheap measure of the work: the characters of all messages. */
  public int characters() {
    var interaction = request.interaction();
    int characters = 0;
    for (var message : interaction.request()) {
      characters += message.text().length();
    }
    for (var message : interaction.response()) {
      characters += message.text().length();
    }
    return characters;
  }
}
