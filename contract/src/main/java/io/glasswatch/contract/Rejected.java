package io.glasswatch.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A record that could not be read, with its bytes as they came.
 *
 * @param reason why; a metric label
 * @param detail more, for a person: which field, where; never text of the record
 * @param topic the topic it came from
 * @param partition its partition
 * @param offset its offset
 * @param bytes what is kept of the record's value; empty for a record without one
 * @param asItCame whether value, key and headers are those of the record, so that it can be sent
 *     once more; a masking policy may have changed them
 */
public record Rejected(
    Reason reason,
    String detail,
    String topic,
    int partition,
    long offset,
    byte[] bytes,
    boolean asItCame) {

  /** Makes one that is as it came. */
  public Rejected(
      Reason reason, String detail, String topic, int partition, long offset, byte[] bytes) {
    this(reason, detail, topic, partition, offset, bytes, true);
  }

  /** Why a record could not be read. */
  public enum Reason {
    EMPTY,
    TOO_LARGE,
    TOO_DEEP,
    INVALID_UTF8,
    MALFORMED_JSON,
    UNKNOWN_FORMAT,
    MISSING_FIELD,
    WRONG_FIELD,
    TIME_OUT_OF_RANGE,
    /** It could be read, but our own code failed on it. */
    FAILED;

    /** Returns the lower-case name that stands in headers and labels. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the reason of that {@link #id}. */
    public static Reason of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT));
    }
  }

  public Rejected {
    Require.that(reason != null, "reason must not be null");
    Require.that(detail != null, "detail must not be null");
    Require.notBlank(topic, "topic");
    Require.that(bytes != null, "bytes must not be null");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rejected that
        && reason == that.reason
        && detail.equals(that.detail)
        && topic.equals(that.topic)
        && partition == that.partition
        && offset == that.offset
        && asItCame == that.asItCame
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reason, detail, topic, partition, offset, Arrays.hashCode(bytes));
  }

  /** Names the record without its bytes: they may hold prompts. */
  @Override
  public String toString() {
    return "Rejected[%s, %s-%d@%d, %d bytes]"
        .formatted(reason.id(), topic, partition, offset, bytes.length);
  }
}
