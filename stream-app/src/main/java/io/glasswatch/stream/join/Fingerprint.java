package io.glasswatch.stream.join;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.text.SimHash;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What the texts of an interaction look like: enough to find those that are nearly the same, not
 * enough to read them.
 *
 * @param prompt of what the user said last; empty if that is too short to be told from others
 * @param response of what the model answered; empty likewise
 */
public record Fingerprint(Optional<SimHash> prompt, Optional<SimHash> response) {

  /**
   * How alike two interactions are.
   *
   * @param where which of their texts are near: the prompts or the responses
   * @param distance in how many bits these differ
   */
  public record Likeness(Where where, int distance) implements Comparable<Likeness> {

    private static final Comparator<Likeness> PROMPTS_FIRST =
        Comparator.comparing(Likeness::where).thenComparing(Likeness::distance);

    /** Prompts come before responses, then the nearest first. */
    @Override
    public int compareTo(Likeness other) {
      return PROMPTS_FIRST.compare(this, other);
    }
  }

  /** Returns the fingerprint of {@code interaction}; of an erased one, nothing is left of it. */
  public static Fingerprint of(Interaction interaction) {
    String said =
        interaction.request().stream()
            .filter(message -> message.role().equals(Message.USER))
            .map(Message::text)
            .reduce("", (earlier, later) -> later);
    return new Fingerprint(SimHash.of(said), SimHash.of(interaction.responseText()));
  }

  /**
   * Returns the fingerprint that {@link #parameters} wrote.
   *
   * @throws IllegalArgumentException if they are none
   */
  public static Fingerprint of(Map<String, String> parameters) {
    return new Fingerprint(
        Optional.ofNullable(parameters.get(Where.PROMPT.id())).map(SimHash::ofHex),
        Optional.ofNullable(parameters.get(Where.RESPONSE.id())).map(SimHash::ofHex));
  }

  /** Returns the fingerprint as parameters of an address: what there is none of is missing. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    prompt.ifPresent(hash -> parameters.put(Where.PROMPT.id(), hash.hex()));
    response.ifPresent(hash -> parameters.put(Where.RESPONSE.id(), hash.hex()));
    return parameters;
  }

  /** Returns whether nothing can be compared with it. */
  public boolean isEmpty() {
    return prompt.isEmpty() && response.isEmpty();
  }

  /** Returns how near the two are, by the nearer of their texts; empty if neither is near. */
  public Optional<Likeness> likeness(Fingerprint other) {
    int asked = distance(prompt, other.prompt).orElse(SimHash.BITS);
    int answered = distance(response, other.response).orElse(SimHash.BITS);
    if (Math.min(asked, answered) > SimHash.NEAR) {
      return Optional.empty();
    }
    return Optional.of(
        asked <= answered
            ? new Likeness(Where.PROMPT, asked)
            : new Likeness(Where.RESPONSE, answered));
  }

  /** Returns how fingerprints are written: which there are, then both. */
  static Serde<Fingerprint> serde() {
    return Serdes.serdeFrom(
        (topic, print) -> print == null ? null : print.toBytes(),
        (topic, bytes) -> bytes == null ? null : fromBytes(bytes));
  }

  private byte[] toBytes() {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put((byte) ((prompt.isPresent() ? 1 : 0) | (response.isPresent() ? 2 : 0)))
        .putLong(prompt.map(SimHash::bits).orElse(0L))
        .putLong(response.map(SimHash::bits).orElse(0L))
        .array();
  }

  private static Fingerprint fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int which = buffer.get();
    Optional<SimHash> prompt = Optional.of(new SimHash(buffer.getLong()));
    Optional<SimHash> response = Optional.of(new SimHash(buffer.getLong()));
    return new Fingerprint(
        prompt.filter(hash -> (which & 1) != 0), response.filter(hash -> (which & 2) != 0));
  }

  private static OptionalInt distance(Optional<SimHash> one, Optional<SimHash> other) {
    return one.isPresent() && other.isPresent()
        ? OptionalInt.of(one.get().distance(other.get()))
        : OptionalInt.empty();
  }
}
