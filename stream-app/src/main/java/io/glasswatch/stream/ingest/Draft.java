package io.glasswatch.stream.ingest;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** An interaction that is being put together; what nobody sets is unknown. */
final class Draft {

  private final Map<String, String> segments = new LinkedHashMap<>();
  private final List<Message> request = new ArrayList<>();
  private final List<Message> response = new ArrayList<>();
  private final List<Double> logprobs = new ArrayList<>();
  private Optional<String> id = Optional.empty();
  private Optional<String> conversation = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<String> user = Optional.empty();
  private Optional<Instant> time = Optional.empty();
  private OptionalDouble latency = OptionalDouble.empty();
  private OptionalDouble firstToken = OptionalDouble.empty();
  private OptionalLong inputTokens = OptionalLong.empty();
  private OptionalLong outputTokens = OptionalLong.empty();
  private Optional<String> finishReason = Optional.empty();
  private Optional<String> error = Optional.empty();
  private Optional<String> traceId = Optional.empty();
  private Optional<ContentMissing> missing = Optional.empty();

  Draft id(Optional<String> value) {
    id = id.or(() -> present(value));
    return this;
  }

  Draft conversation(Optional<String> value) {
    conversation = conversation.or(() -> present(value));
    return this;
  }

  Draft model(Optional<String> value) {
    model = model.or(() -> present(value));
    return this;
  }

  Draft user(Optional<String> value) {
    user = user.or(() -> present(value));
    return this;
  }

  Draft segment(String name, Optional<String> value) {
    present(value).ifPresent(text -> segments.putIfAbsent(name, text));
    return this;
  }

  Draft time(Optional<Instant> value) {
    time = time.or(() -> value);
    return this;
  }

  /** Sets the latency to the time between two instants, if both are known and in order. */
  Draft latency(Optional<Instant> from, Optional<Instant> to) {
    return latency(between(from, to));
  }

  Draft latency(OptionalDouble seconds) {
    latency = latency.isPresent() ? latency : seconds;
    return this;
  }

  Draft firstToken(Optional<Instant> from, Optional<Instant> to) {
    return firstToken(between(from, to));
  }

  Draft firstToken(OptionalDouble seconds) {
    firstToken = firstToken.isPresent() ? firstToken : seconds;
    return this;
  }

  Draft inputTokens(OptionalLong count) {
    inputTokens = inputTokens.isPresent() ? inputTokens : count;
    return this;
  }

  Draft outputTokens(OptionalLong count) {
    outputTokens = outputTokens.isPresent() ? outputTokens : count;
    return this;
  }

  Draft finishReason(Optional<String> value) {
    finishReason = finishReason.or(() -> present(value).map(FinishReasons::canonical));
    return this;
  }

  Draft error(Optional<String> value) {
    error = error.or(() -> present(value));
    return this;
  }

  Draft traceId(Optional<String> value) {
    traceId = traceId.or(() -> value.filter(text -> text.matches("[0-9a-f]{32}")));
    return this;
  }

  Draft asked(List<Message> messages) {
    return said(messages, request);
  }

  Draft answered(List<Message> messages) {
    return said(messages, response);
  }

  private Draft said(List<Message> messages, List<Message> to) {
    to.addAll(messages);
    return messages.stream().anyMatch(Redaction::hides) ? missing(ContentMissing.REDACTED) : this;
  }

  Draft logprobs(List<Double> values) {
    logprobs.addAll(values);
    return this;
  }

  /** Notes that the messages are not all that was said. */
  Draft missing(ContentMissing why) {
    missing = missing.or(() -> Optional.of(why));
    return this;
  }

  boolean hasText() {
    return !request.isEmpty() || !response.isEmpty();
  }

  /**
   * Returns the interaction.
   *
   * @param idField what the format calls the id, for the error that it is missing
   * @param modelField what it calls the model
   */
  Interaction build(RawRecord record, String idField, String modelField) {
    String known = id.orElseThrow(() -> Unreadable.missing(idField));
    ModelVersion version =
        NativeJson.labelled(model.orElseThrow(() -> Unreadable.missing(modelField)));
    return new Interaction(
        known,
        conversation.orElse(known),
        version,
        segments,
        user,
        time.orElse(record.timestamp()),
        request,
        response,
        latency,
        firstToken,
        inputTokens,
        outputTokens,
        finishReason,
        logprobs,
        error,
        traceId,
        missing);
  }

  private static Optional<String> present(Optional<String> value) {
    return value.filter(text -> !text.isBlank());
  }

  private static OptionalDouble between(Optional<Instant> from, Optional<Instant> to) {
    if (from.isEmpty() || to.isEmpty() || to.get().isBefore(from.get())) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Duration.between(from.get(), to.get()).toNanos() / 1e9);
  }
}
