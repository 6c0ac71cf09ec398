package io.glasswatch.stream.ingest;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Serdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.serialization.Serde;

/**
 * A request or a response whose other half stands in another record.
 *
 * @param pair what both halves carry: the id of an envelope or of a CloudEvent, or trace and span
 * @param side which half it is
 * @param part what is known of the interaction; what is not known repeats {@code pair}, or is
 *     {@link NativeJson#UNKNOWN_MODEL}
 */
public record Half(String pair, Side side, Interaction part) {

  /** Which half. */
  public enum Side {
    REQUEST,
    RESPONSE
  }

  /** How halves are written while they wait. */
  public static final Serde<Half> SERDE = Serdes.binary(Half.class);

  public Half {
    Require.notBlank(pair, "pair");
    Require.that(side != null, "side must not be null");
    Require.that(part != null, "part must not be null");
  }

  /** Returns the interaction of this half alone, marked as such. */
  public Interaction alone() {
    return interaction(
        part, part, part.request(), part.response(), Optional.of(ContentMissing.HALF));
  }

  /** Returns this half with the messages of {@code more} of the same side behind its own. */
  public Half and(Half more) {
    Interaction both =
        interaction(
            part,
            more.part,
            joined(part.request(), more.part.request()),
            joined(part.response(), more.part.response()),
            part.contentMissing().or(more.part::contentMissing));
    return new Half(pair, side, both);
  }

  /**
   * Returns the interaction of both halves. Where nobody tells the latency it is the time between
   * the two.
   */
  public Interaction with(Half other) {
    Interaction asked = side == Side.REQUEST ? part : other.part;
    Interaction answered = side == Side.REQUEST ? other.part : part;
    return interaction(
        asked,
        answered,
        asked.request(),
        answered.response(),
        asked.contentMissing().or(answered::contentMissing));
  }

  private static List<Message> joined(List<Message> first, List<Message> second) {
    List<Message> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** What the answer tells counts before what the question told. */
  private static Interaction interaction(
      Interaction asked,
      Interaction answered,
      List<Message> request,
      List<Message> response,
      Optional<ContentMissing> missing) {
    boolean named = !answered.model().name().equals(NativeJson.UNKNOWN_MODEL);
    ModelVersion model = named ? answered.model() : asked.model();
    boolean grouped = !answered.conversation().equals(answered.id());
    boolean groupedBefore = !asked.conversation().equals(asked.id());
    String conversation = groupedBefore ? asked.conversation() : answered.id();
    Map<String, String> segments = new HashMap<>(asked.segments());
    segments.putAll(answered.segments());
    return new Interaction(
        answered.id(),
        grouped ? answered.conversation() : conversation,
        model,
        segments,
        answered.user().or(asked::user),
        answered.time(),
        request,
        response,
        latency(asked, answered),
        answered.timeToFirstTokenSeconds().isPresent()
            ? answered.timeToFirstTokenSeconds()
            : asked.timeToFirstTokenSeconds(),
        answered.inputTokens().isPresent() ? answered.inputTokens() : asked.inputTokens(),
        answered.outputTokens().isPresent() ? answered.outputTokens() : asked.outputTokens(),
        answered.finishReason().or(asked::finishReason),
        answered.logprobs().isEmpty() ? asked.logprobs() : answered.logprobs(),
        answered.error().or(asked::error),
        answered.traceId().or(asked::traceId),
        missing);
  }

  private static OptionalDouble latency(Interaction asked, Interaction answered) {
    if (answered.latencySeconds().isPresent()) {
      return answered.latencySeconds();
    }
    Duration between = Duration.between(asked.time(), answered.time());
    return between.isNegative() || between.isZero()
        ? asked.latencySeconds()
        : OptionalDouble.of(between.toNanos() / 1e9);
  }
}
