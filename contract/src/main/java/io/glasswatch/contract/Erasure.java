package io.glasswatch.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Asks for the texts of one person, conversation or interaction to be erased, without saying whose
 * to anybody who does not know the name already.
 *
 * @param salt random, hexadecimal
 * @param subject SHA-256 over salt and name, hexadecimal
 * @param operator who asked for it, as the machine knows them
 * @param at when
 */
public record Erasure(String salt, String subject, String operator, Instant at) {

  private static final int SALT_BYTES = 16;

  public Erasure {
    Require.notBlank(salt, "salt");
    Require.notBlank(subject, "subject");
    Require.notBlank(operator, "operator");
    Require.that(at != null, "at must not be null");
  }

  /** Returns an erasure of all that stands under {@code name}, under a salt of its own. */
  public static Erasure of(String name, String operator, Instant at) {
    byte[] random = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(random);
    String salt = HexFormat.of().formatHex(random);
    return new Erasure(salt, hash(salt, name), operator, at);
  }

  /** Returns whether {@code interaction} is to be erased: its user, its conversation or itself. */
  public boolean covers(Interaction interaction) {
    return interaction.user().filter(this::names).isPresent()
        || names(interaction.conversation())
        || names(interaction.id());
  }

  private boolean names(String name) {
    return hash(salt, name).equals(subject);
  }

  private static String hash(String salt, String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(HexFormat.of().parseHex(salt));
      return HexFormat.of().formatHex(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
