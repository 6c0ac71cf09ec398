package io.glasswatch.stream.mask;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What is kept of the bytes of a record that could not be read.
 *
 * @param bytes what may be stored; may be empty
 * @param note what was done to them, for a person; empty if nothing
 */
record Kept(byte[] bytes, String note) {

  /** Returns {@code bytes} as they are. */
  static Kept whole(byte[] bytes) {
    return new Kept(bytes, "");
  }

  /** Returns whether nothing was changed. */
  boolean whole() {
    return note.isEmpty();
  }

  /** Returns what is kept of {@code bytes} under {@code treatment}. */
  static Kept of(byte[] bytes, Treatment treatment, Masker masker, Optional<HashKey> key) {
    return switch (treatment) {
      case STORE -> whole(bytes);
      case HASH -> hashed(bytes, key.orElseThrow());
      case MASK ->
          text(bytes).map(text -> masked(bytes, text, masker)).orElseGet(() -> gone(bytes));
      case DROP -> gone(bytes);
    };
  }

  private static Kept masked(byte[] bytes, String text, Masker masker) {
    String masked = masker.masked(text);
    return masked.equals(text)
        ? whole(bytes)
        : new Kept(masked.getBytes(StandardCharsets.UTF_8), "masked");
  }

  private static Kept hashed(byte[] bytes, HashKey key) {
    String hash = "hmac-sha256:" + key.hex(bytes);
    return new Kept(
        hash.getBytes(StandardCharsets.US_ASCII), "hash of %d bytes".formatted(bytes.length));
  }

  private static Kept gone(byte[] bytes) {
    return new Kept(new byte[0], "%d bytes not kept".formatted(bytes.length));
  }

  /** The bytes as text, unless they are something else, in which a rule would see nothing. */
  private static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
