package io.glasswatch.stream.serve.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * What a browser shows instead of a token: who it is and until when, signed. Any instance with the
 * same tokens takes it; a change of the tokens ends all sessions.
 */
record Sessions(Tokens tokens, InstantSource clock) {

  static final Duration LASTS = Duration.ofHours(12);

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  String open(Principal principal) {
    long until = clock.instant().plus(LASTS).getEpochSecond();
    String said = "%s %s %d".formatted(principal.role().name(), principal.name(), until);
    return encoded(said.getBytes(StandardCharsets.UTF_8)) + "." + encoded(signature(said));
  }

  /** Returns who shows {@code session}; empty if it is over, or not ours. */
  Optional<Principal> holder(String session) {
    int dot = session.indexOf('.');
    try {
      String said =
          new String(decoded(session.substring(0, Math.max(dot, 0))), StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(signature(said), decoded(session.substring(dot + 1)))) {
        return Optional.empty();
      }
      String[] words = said.split(" ", -1);
      Instant until = Instant.ofEpochSecond(Long.parseLong(words[2]));
      return clock.instant().isBefore(until)
          ? Optional.of(new Principal(words[1], Role.valueOf(words[0])))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] signature(String said) {
    return tokens.sign("session " + said);
  }

  private static String encoded(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }
}
