package io.glasswatch.stream.together;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Tells names apart without keeping them. */
final class Hashes {

  private Hashes() {}

  /** Returns the first eight bytes of the SHA-256 of {@code name}; the same on every machine. */
  static long of(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns {@link #of} as 16 hexadecimal digits. */
  static String hex(String name) {
    return "%016x".formatted(of(name));
  }
}
