package io.glasswatch.cli.demo.traffic;

import io.glasswatch.contract.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the demo runs and how much traffic it sees.
 *
 * <p>The first 30 % are quiet: they make the reference that drift is held against. A drift window
 * is an 18th of the story, so that every lasting {@link Incident} spans at least three.
 *
 * @param length how long, at least {@link #SHORTEST}
 * @param rate interactions a second on average, 1 to 1000
 * @param seed which of all possible stories
 */
public record Story(Duration length, double rate, long seed) {

  public static final Duration SHORTEST = Duration.ofSeconds(30);

  static final String REFUSED_TENANT = "kite-travel";

  private static final int WINDOWS = 18;
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(30);
  private static final int RECORDS_A_WINDOW = 400;
  private static final double FIRST_MALFORMED = 0.05;
  private static final double LAST_MALFORMED = 0.95;

  public Story {
    Require.that(
        length.compareTo(SHORTEST) >= 0,
        "the demo needs at least %d s for its story, but was given %s s",
        SHORTEST.toSeconds(),
        length.toMillis() / 1e3);
    Require.that(rate >= 1 && rate <= 1000, "rate must be 1 to 1000, but was %s", rate);
  }

  /** Returns the rate at which each of the two models has about 200 interactions a window. */
  public static double sensibleRate(Duration length) {
    return RECORDS_A_WINDOW / (window(length).toMillis() / 1e3);
  }

  /** Returns the length of a drift window, whole seconds. */
  public Duration window() {
    return window(length);
  }

  private static Duration window(Duration length) {
    long seconds = Math.max(1, length.toSeconds() / WINDOWS);
    return Duration.ofSeconds(Math.min(seconds, LONGEST_WINDOW.toSeconds()));
  }

  /** Returns when {@code incident} begins, from the story's start. */
  public Duration from(Incident incident) {
    return share(incident.from());
  }

  /** Returns whether {@code incident} is going on at {@code at}. */
  boolean during(Incident incident, Duration at) {
    return at.compareTo(share(incident.from())) >= 0 && at.compareTo(share(incident.until())) < 0;
  }

  /** Returns {@code count} moments spread evenly over {@code incident}. */
  List<Duration> spread(Incident incident, int count) {
    return spread(incident.from(), incident.until(), count);
  }

  /** Returns when each malformed record comes. */
  List<Duration> malformed() {
    return spread(FIRST_MALFORMED, LAST_MALFORMED, 2 * Malformed.values().length);
  }

  private List<Duration> spread(double from, double until, int count) {
    List<Duration> moments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      moments.add(share(from + (until - from) * i / count));
    }
    return moments;
  }

  private Duration share(double share) {
    return Duration.ofMillis(Math.round(length.toMillis() * share));
  }
}
