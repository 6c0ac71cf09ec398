package io.glasswatch.stream.mask;

import io.glasswatch.contract.Require;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret key; whoever does not have it can neither make nor guess what {@link #hex} returns. */
public final class HashKey {

  /** A shorter key could be tried out. */
  private static final int FEWEST_CHARACTERS = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private HashKey(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * Returns the key that {@code secret} is.
   *
   * @throws IllegalArgumentException if it is shorter than 32 characters
   */
  public static HashKey of(String secret) {
    Require.that(
        secret.length() >= FEWEST_CHARACTERS,
        "a key must have at least %d characters, but has %d",
        FEWEST_CHARACTERS,
        secret.length());
    return new HashKey(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
  }

  /** Returns the HMAC-SHA256 of {@code text}, 64 hexadecimal digits. */
  public String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the HMAC-SHA256 of {@code bytes}, 64 hexadecimal digits. */
  String hex(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(bytes));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }
}
