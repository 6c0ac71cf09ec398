package io.glasswatch.stream.join;

import io.glasswatch.stream.state.TimedKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A key by which the cases of one conversation lie together, in the order of time: four bytes with
 * the length of the conversation's id, that id, and when which case was opened.
 *
 * @param conversation the conversation's id
 * @param opened when a case of it was opened, and its interaction
 */
record ConversationKey(String conversation, TimedKey opened) {

  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  /** Returns the key before all of a conversation. */
  static ConversationKey first(String conversation) {
    return new ConversationKey(conversation, TimedKey.from(Instant.EPOCH));
  }

  /** Returns the key after all of a conversation. */
  static ConversationKey last(String conversation) {
    return new ConversationKey(conversation, TimedKey.from(LATEST));
  }

  /** Returns how keys are written. */
  static Serde<ConversationKey> serde() {
    return Serdes.serdeFrom((topic, key) -> key.toBytes(), (topic, bytes) -> fromBytes(bytes));
  }

  private byte[] toBytes() {
    byte[] id = conversation.getBytes(StandardCharsets.UTF_8);
    byte[] rest = opened.toBytes();
    return ByteBuffer.allocate(Integer.BYTES + id.length + rest.length)
        .putInt(id.length)
        .put(id)
        .put(rest)
        .array();
  }

  private static ConversationKey fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    byte[] id = new byte[buffer.getInt()];
    buffer.get(id);
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    return new ConversationKey(new String(id, StandardCharsets.UTF_8), TimedKey.fromBytes(rest));
  }
}
