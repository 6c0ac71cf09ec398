package io.glasswatch.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

  private static final int ROUNDS = 20_000;
  private static final long[] UNITS = {1, 1_000, 1_000_000, 1_000_000_000};

  @Test
  void everyTimeIsWrittenAndReadAsTheJdkDoes() {
    Random random = new Random(1);
    for (int i = 0; i < ROUNDS; i++) {
      long seconds = random.nextLong(-70_000_000_000L, 270_000_000_000L);
      long unit = UNITS[random.nextInt(UNITS.length)];
      Instant time = Instant.ofEpochSecond(seconds, random.nextLong(1_000_000_000) / unit * unit);
      String text = time.toString();
      assertThat(IsoTime.format(time)).isEqualTo(text);
      if (text.length() <= 30) {
        assertThat(IsoTime.parse(text)).isIn(Optional.of(time), Optional.empty());
      }
      if (text.startsWith("2")) {
        assertThat(IsoTime.parse(text)).contains(time);
      }
    }
  }

  @Test
  void whatIsReadAtAllIsReadAsTheJdkDoes() {
    Random random = new Random(2);
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder text = new StringBuilder("2024-02-29T23:59:59.123Z");
      for (int k = random.nextInt(3); k >= 0; k--) {
        text.setCharAt(
            random.nextInt(text.length()), "0123456789-:.TZtz+ ".charAt(random.nextInt(19)));
      }
      String changed = text.substring(0, text.length() - random.nextInt(2));
      IsoTime.parse(changed)
          .ifPresent(time -> assertThat(time).as(changed).isEqualTo(byJdk(changed).orElse(null)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-31",
        "2026-01-31T12:00Z",
        "2026-01-31T12:00:00.Z",
        "2026-02-30T12:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:00:60Z",
        "2026-01-31T12:00:00+01:00",
        "2026-01-31T12:00:00.1234567890Z"
      })
  void anyOtherTextIsLeftToTheJdk(String text) {
    assertThat(IsoTime.parse(text)).isEmpty();
  }

  private static Optional<Instant> byJdk(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
