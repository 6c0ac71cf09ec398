package io.glasswatch.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people type them: {@code 90s}, {@code 5m}, {@code 1h}. */
public final class Durations implements ITypeConverter<Duration> {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

  @Override
  public Duration convert(String text) {
    Matcher found = DURATION.matcher(text);
    if (!found.matches()) {
      throw new TypeConversionException(
          "expected a number and s, m or h, e.g. 90s, but found \"%s\"".formatted(text));
    }
    long number = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
