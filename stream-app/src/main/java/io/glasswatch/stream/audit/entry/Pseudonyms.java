package io.glasswatch.stream.audit.entry;

import io.glasswatch.contract.Require;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names people and conversations so that whoever has the key can tell who is meant, and nobody
 * else. The key of each month is derived from one secret, so that the same person has another name
 * next month. Safe for many threads.
 */
public final class Pseudonyms {

  /** Least length of the secret. */
  public static final int SECRET_BYTES = 32;

  private static final String MAC = "HmacSHA256";
  private static final int SHOWN_BYTES = 16;

  private record MonthKey(YearMonth month, byte[] key) {}

  private final byte[] secret;
  private volatile MonthKey latest;

  /**
   * @param secret at least 32 bytes
   */
  public Pseudonyms(byte[] secret) {
    Require.that(
        secret.length >= SECRET_BYTES,
        "the secret of the pseudonyms needs at least %d bytes",
        SECRET_BYTES);
    this.secret = secret.clone();
    this.latest = derive(YearMonth.of(1970, 1));
  }

  /**
   * Returns the name of {@code id} in the month of {@code at}: {@code 2026-11.} and 32 hexadecimal
   * digits.
   *
   * @param kind what {@code id} names, e.g. {@code user}; ids of two kinds share no pseudonym
   */
  public String of(String kind, String id, Instant at) {
    YearMonth month = YearMonth.from(at.atOffset(ZoneOffset.UTC));
    MonthKey key = latest;
    if (!key.month().equals(month)) {
      key = derive(month);
      latest = key;
    }
    byte[] mac = mac(key.key(), kind + ":" + id);
    return month + "." + HexFormat.of().formatHex(mac, 0, SHOWN_BYTES);
  }

  private MonthKey derive(YearMonth month) {
    return new MonthKey(month, mac(secret, "pseudonyms of " + month));
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }
}
