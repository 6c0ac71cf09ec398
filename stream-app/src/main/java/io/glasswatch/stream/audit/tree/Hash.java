package io.glasswatch.stream.audit.tree;

import io.glasswatch.contract.Require;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 hash: of a leaf, of an inner node, or of anything else. */
public final class Hash {

  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** The root of the tree without leaves. */
  public static final Hash EMPTY = of(new byte[0]);

  /** What a chain's first entry names as the one before it. */
  public static final Hash ZERO = new Hash(new byte[LENGTH]);

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the hash of {@code data}. */
  public static Hash of(byte[] data) {
    return new Hash(sha256().digest(data));
  }

  /** Returns the hash of {@code text} in UTF-8. */
  public static Hash of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the hash of the leaf that holds {@code entry}: SHA-256(0x00, entry). */
  public static Hash ofLeaf(byte[] entry) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return new Hash(digest.digest(entry));
  }

  /** Returns the hash of the node over two others: SHA-256(0x01, left, right). */
  public static Hash ofNode(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    return new Hash(digest.digest(right.bytes));
  }

  /** Returns the hash that {@code bytes} are. */
  public static Hash fromBytes(byte[] bytes) {
    Require.that(bytes.length == LENGTH, "a hash has %d bytes, but got %d", LENGTH, bytes.length);
    return new Hash(bytes.clone());
  }

  /** Returns the hash that {@link #base64} wrote. */
  public static Hash fromBase64(String text) {
    return fromBytes(Base64.getDecoder().decode(text));
  }

  /** Returns the bytes, 32 of them. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Returns 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Returns the bytes in base64, with padding. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
