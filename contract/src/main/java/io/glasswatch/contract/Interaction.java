package io.glasswatch.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One request to a language model and the response it gave, as logged by the serving fleet.
 *
 * @param id unique per interaction, never blank
 * @param conversation the conversation it belongs to, never blank; the Kafka key of all that is
 *     derived from the interaction. A log without conversations repeats {@code id} here.
 * @param model the deployed model that answered
 * @param segments what traffic is split by, e.g. {@code tenant}, {@code language}, {@code route};
 *     may be empty
 * @param user a stable pseudonym of who asked
 * @param time when the last response token was sent; the event time of every window
 * @param request the messages that the model read, oldest first
 * @param response the messages that the model wrote, oldest first
 * @param latencySeconds from request received to last token sent, at least 0
 * @param timeToFirstTokenSeconds from request received to first token sent, at least 0
 * @param inputTokens tokens read, at least 0
 * @param outputTokens tokens written, at least 0
 * @param finishReason why generation stopped, e.g. {@code stop}, {@code length}, {@code
 *     content_filter}
 * @param logprobs natural log-probability of each response token, each at most 0; empty when not
 *     logged
 * @param error the class of error that ended the request, e.g. {@code timeout}
 * @param traceId the W3C trace id, 32 hexadecimal digits
 * @param contentMissing why the messages are not all that was said; empty where they are
 */
public record Interaction(
    String id,
    String conversation,
    ModelVersion model,
    Map<String, String> segments,
    Optional<String> user,
    Instant time,
    List<Message> request,
    List<Message> response,
    OptionalDouble latencySeconds,
    OptionalDouble timeToFirstTokenSeconds,
    OptionalLong inputTokens,
    OptionalLong outputTokens,
    Optional<String> finishReason,
    List<Double> logprobs,
    Optional<String> error,
    Optional<String> traceId,
    Optional<ContentMissing> contentMissing) {

  /**
   * Returns an interaction of which no more is known than its texts; it is a conversation of its
   * own.
   */
  public static Interaction of(
      String id, ModelVersion model, Instant time, List<Message> request, List<Message> response) {
    return new Interaction(
        id,
        id,
        model,
        Map.of(),
        Optional.empty(),
        time,
        request,
        response,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns this interaction without its texts and without whoever asked. */
  public Interaction erased() {
    return new Interaction(
        id,
        conversation,
        model,
        segments,
        Optional.empty(),
        time,
        emptied(request),
        emptied(response),
        latencySeconds,
        timeToFirstTokenSeconds,
        inputTokens,
        outputTokens,
        finishReason,
        List.of(),
        error,
        Optional.empty(),
        Optional.of(ContentMissing.ERASED));
  }

  private static List<Message> emptied(List<Message> messages) {
    return messages.stream().map(message -> new Message(message.role(), "")).toList();
  }

  public Interaction {
    Require.notBlank(id, "id");
    Require.notBlank(conversation, "conversation");
    Require.that(model != null, "model must not be null");
    Require.that(time != null, "time must not be null");
    segments = Map.copyOf(segments);
    request = List.copyOf(request);
    response = List.copyOf(response);
    logprobs = List.copyOf(logprobs);
    notNegative(latencySeconds, "latency_seconds");
    notNegative(timeToFirstTokenSeconds, "time_to_first_token_seconds");
    notNegative(inputTokens, "input_tokens");
    notNegative(outputTokens, "output_tokens");
  }

  /** Returns the messages that {@code where} points into: those read, or those written. */
  public List<Message> messages(Where where) {
    return where == Where.RESPONSE ? response : request;
  }

  /** Returns the text of all messages written by the model, joined by line breaks. */
  public String responseText() {
    return String.join("\n", response.stream().map(Message::text).toList());
  }

  /** Names the interaction without its text: prompts and responses never reach a log. */
  @Override
  public String toString() {
    return "Interaction[%s, %s, %s, request=%d messages, response=%d messages]"
        .formatted(id, model.label(), time, request.size(), response.size());
  }

  private static void notNegative(OptionalDouble value, String name) {
    value.ifPresent(
        v ->
            Require.that(
                Double.isFinite(v) && v >= 0, "%s must be at least 0, but was %s", name, v));
  }

  private static void notNegative(OptionalLong value, String name) {
    value.ifPresent(v -> Require.that(v >= 0, "%s must be at least 0, but was %d", name, v));
  }
}
