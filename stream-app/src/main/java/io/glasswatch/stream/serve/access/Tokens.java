package io.glasswatch.stream.serve.access;

import io.glasswatch.contract.Require;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who has which token. The tokens themselves are forgotten; only their hashes are kept. */
public final class Tokens {

  /** What {@code openssl rand -hex 16} prints; a shorter one could be tried out. */
  private static final int FEWEST_CHARACTERS = 32;

  private record Entry(Principal principal, byte[] hash) {}

  private final List<Entry> entries;

  private Tokens(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Returns the tokens that are written {@code role name token}, one on a line or with commas; a
   * line that starts with {@code #} is passed over.
   *
   * @throws IllegalArgumentException naming the entry that is wrong by its number, never the token
   */
  public static Tokens parse(String written) {
    List<Entry> entries = new ArrayList<>();
    for (String line : written.split("[\n,]", -1)) {
      String entry = line.strip();
      if (!entry.isEmpty() && !entry.startsWith("#")) {
        entries.add(entry(entry, entries.size() + 1));
      }
    }
    return new Tokens(List.copyOf(entries));
  }

  private static Entry entry(String written, int number) {
    String[] words = written.split("\\s+", -1);
    Require.that(words.length == 3, "entry %d must be: role name token", number);
    Require.that(
        words[2].length() >= FEWEST_CHARACTERS,
        "entry %d: a token must have at least %d characters",
        number,
        FEWEST_CHARACTERS);
    try {
      Principal principal = new Principal(words[1], Role.ofToken(words[0]));
      return new Entry(principal, sha256(words[2]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("entry %d: %s".formatted(number, e.getMessage()), e);
    }
  }

  /** Returns whether there are none, so that everybody at this machine is let in. */
  public boolean none() {
    return entries.isEmpty();
  }

  /** Returns who has {@code token}; takes as long for a wrong one as for a right one. */
  Optional<Principal> holder(String token) {
    byte[] hash = sha256(token);
    Optional<Principal> holder = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(hash, entry.hash())) {
        holder = Optional.of(entry.principal());
      }
    }
    byte[] peer = sha256(peerToken());
    return MessageDigest.isEqual(hash, peer) ? Optional.of(Principal.PEER) : holder;
  }

  /** Returns the token with which instances that have the same list ask each other. */
  public String peerToken() {
    return HexFormat.of().formatHex(sign("peer"));
  }

  /** Returns a signature that only instances with the same list of tokens can make. */
  byte[] sign(String text) {
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      entries.forEach(entry -> all.update(entry.hash()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(all.digest(), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
