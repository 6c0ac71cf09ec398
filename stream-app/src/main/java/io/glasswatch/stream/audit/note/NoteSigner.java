package io.glasswatch.stream.audit.note;

import io.glasswatch.contract.Require;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** Signs notes with an Ed25519 key. Safe for many threads. */
public final class NoteSigner {

  /** What a signature line starts with: an em dash and a space. */
  static final String LINE = "\u2014 ";

  private final NoteKey key;
  private final PrivateKey secret;

  /**
   * @param key the public half
   * @param secret the private half
   * @throws IllegalArgumentException if they are not halves of one key
   */
  public NoteSigner(NoteKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
    Require.that(
        key.signed("probe", signature("probe")), "the private key is not that of %s", key.text());
  }

  /** Returns a signer with a new key. */
  public static NoteSigner generate(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new NoteSigner(NoteKey.of(name, pair.getPublic()), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /** Returns the public key. */
  public NoteKey key() {
    return key;
  }

  /** Returns the private key in PKCS #8. */
  public byte[] secret() {
    return secret.getEncoded();
  }

  /**
   * Returns {@code text} as a signed note.
   *
   * @param text what is signed; ends with a line break
   */
  public String sign(String text) {
    Require.that(text.endsWith("\n"), "the text of a note ends with a line break");
    byte[] signature = NoteKey.joined(key.id(), signature(text));
    return "%s\n%s%s %s\n"
        .formatted(text, LINE, key.name(), Base64.getEncoder().encodeToString(signature));
  }

  private byte[] signature(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("cannot sign with the key of " + key.name(), e);
    }
  }
}
