package io.glasswatch.stream.audit.note;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.audit.tree.Hash;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key that opens signed notes, as C2SP's signed-note writes it: {@code name+id+key}.
 *
 * @param name who signs; no spaces, no plus
 * @param raw the Ed25519 public key, 32 bytes
 */
public record NoteKey(String name, byte[] raw) {

  /** What stands before the raw key in its X.509 form. */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int RAW_LENGTH = 32;
  private static final byte ED25519 = 1;

  /** How many bytes of a signature line name the key. */
  static final int ID_LENGTH = 4;

  public NoteKey {
    Require.notBlank(name, "name");
    Require.that(
        name.chars().noneMatch(c -> Character.isWhitespace(c) || c == '+'),
        "the name of a key has neither spaces nor a plus, but was \"%s\"",
        name);
    Require.that(raw.length == RAW_LENGTH, "a key has %d bytes, not %d", RAW_LENGTH, raw.length);
    raw = raw.clone();
  }

  /** Returns {@code key} under {@code name}. */
  static NoteKey of(String name, PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new NoteKey(name, Arrays.copyOfRange(encoded, X509.length, encoded.length));
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException if {@code text} is no Ed25519 key, or its id is not its own
   */
  public static NoteKey parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    Require.that(parts.length == 3, "a public key has the form name+id+key");
    byte[] typed = Base64.getDecoder().decode(parts[2]);
    Require.that(
        typed.length == 1 + RAW_LENGTH && typed[0] == ED25519, "only Ed25519 keys are read");
    NoteKey key = new NoteKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    Require.that(
        HexFormat.of().formatHex(key.id()).equals(parts[1]),
        "the id of the key of %s is not its own",
        parts[0]);
    return key;
  }

  /** Returns the key as text; {@link #parse} reads it. */
  public String text() {
    byte[] typed = joined(new byte[] {ED25519}, raw);
    return "%s+%s+%s"
        .formatted(name, HexFormat.of().formatHex(id()), Base64.getEncoder().encodeToString(typed));
  }

  /** Returns what names the key in a signature: SHA-256(name, 0x0A, 0x01, key), its first bytes. */
  byte[] id() {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(Hash.of(joined(named, new byte[] {ED25519}, raw)).toBytes(), ID_LENGTH);
  }

  /** Returns whether {@code signature} is this key's over {@code text}. */
  boolean signed(String text, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(
          KeyFactory.getInstance("Ed25519")
              .generatePublic(new X509EncodedKeySpec(joined(X509, raw))));
      check.update(text.getBytes(StandardCharsets.UTF_8));
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that && name.equals(that.name) && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return text();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
