package io.glasswatch.stream.once;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * Tells interactions apart by SHA-256, so that nobody can make two that are alike. Belongs to one
 * thread. The id is part of both hashes: without it, a guessed text cannot be looked up.
 */
final class Traits {

  /** Bytes of what stands for a content. */
  static final int CONTENT_BYTES = 32;

  private static final int ID_BYTES = 16;
  private static final int ABSENT = -1;

  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  Traits() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns what stands for the id, however long that is: 16 bytes. */
  Bytes id(Interaction interaction) {
    add(interaction.id());
    return Bytes.wrap(Arrays.copyOf(digest.digest(), ID_BYTES));
  }

  /**
   * Returns what stands for all that was said and told of an interaction but for times, which a
   * record that names none has from its sending: {@value #CONTENT_BYTES} bytes.
   */
  byte[] content(Interaction interaction) {
    add(interaction.id());
    add(interaction.conversation());
    add(interaction.model().label());
    add(new TreeMap<>(interaction.segments()));
    add(interaction.user());
    add(interaction.request());
    add(interaction.response());
    add(interaction.inputTokens());
    add(interaction.outputTokens());
    add(interaction.finishReason());
    add(interaction.logprobs().size());
    interaction.logprobs().forEach(value -> add(Double.doubleToLongBits(value)));
    add(interaction.error());
    add(interaction.traceId());
    add(interaction.contentMissing().map(ContentMissing::id));
    return digest.digest();
  }

  private void add(List<Message> messages) {
    add(messages.size());
    for (Message message : messages) {
      add(message.role());
      add(message.text());
    }
  }

  private void add(Map<String, String> inOrder) {
    add(inOrder.size());
    inOrder.forEach(
        (name, value) -> {
          add(name);
          add(value);
        });
  }

  private void add(OptionalLong count) {
    add(count.orElse(ABSENT));
  }

  private void add(Optional<String> text) {
    text.ifPresentOrElse(this::add, () -> add(ABSENT));
  }

  /** A text with its length before it, so that no two sequences of texts are the same bytes. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    digest.update(bytes);
  }

  private void add(long value) {
    digest.update(number.putLong(0, value).array());
  }
}
