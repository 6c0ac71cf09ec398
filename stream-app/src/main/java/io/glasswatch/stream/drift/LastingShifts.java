package io.glasswatch.stream.drift;

import io.glasswatch.contract.Severity;
import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import io.glasswatch.stream.drift.count.SignalCounts;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import io.glasswatch.stream.drift.judge.Profile;
import io.glasswatch.stream.drift.judge.Reference;
import io.glasswatch.stream.drift.sequence.MeanShift;
import io.glasswatch.stream.drift.sequence.MeanShift.Reading;
import io.glasswatch.stream.drift.sequence.MeanShift.Side;
import io.glasswatch.stream.drift.sequence.NormalScores;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shifts of one scope's signals that no window shows by itself, added up over its windows.
 *
 * <p>A window that drifted speaks for itself: it is not added up, and what was is dropped. Vectors
 * are not added up.
 */
final class LastingShifts {

  /** What is appended to a signal's name for its lasting shift. */
  static final String SUFFIX = "_lasting";

  private final Map<String, MeanShift.State> states = new TreeMap<>();

  /** Made from the reference again when it is not there, so it is not written. */
  private final Map<String, Watched> watched = new HashMap<>();

  private record Watched(NormalScores scores, MeanShift test) {}

  /**
   * Adds a window.
   *
   * @param verdicts what the window says by itself, by signal
   */
  void add(
      Reference reference,
      WindowCounts window,
      Map<String, DriftVerdict> verdicts,
      DriftSettings settings) {
    verdicts.forEach(
        (signal, verdict) -> {
          Optional<Profile> known = reference.profile(signal);
          if (verdict instanceof Undecided || known.isEmpty()) {
            return;
          }
          Profile profile = known.get();
          MeanShift.State state = state(signal, profile);
          states.put(
              signal,
              speaksForItself(verdict)
                  ? state.restarted()
                  : added(
                      state, watched(signal, profile, settings), window.of(signal).orElseThrow()));
        });
  }

  /** Returns what has added up, by the names of the lasting signals. */
  Map<String, DriftVerdict> verdicts(
      Reference reference, Map<String, DriftVerdict> ofWindow, DriftSettings settings) {
    Map<String, DriftVerdict> verdicts = new TreeMap<>();
    ofWindow.forEach(
        (signal, verdict) -> {
          Optional<Profile> known = reference.profile(signal);
          if (verdict instanceof Undecided || known.isEmpty()) {
            return;
          }
          Profile profile = known.get();
          Reading reading =
              watched(signal, profile, settings).test().reading(state(signal, profile));
          verdicts.put(signal + SUFFIX, verdict(reading, records(verdict)));
        });
    return verdicts;
  }

  private static MeanShift.State added(
      MeanShift.State state, Watched watched, SignalCounts counts) {
    return watched.test().observe(state, watched.scores().sum(counts), counts.count());
  }

  private MeanShift.State state(String signal, Profile profile) {
    return states.getOrDefault(signal, MeanShift.State.after(profile.counts().count()));
  }

  private Watched watched(String signal, Profile profile, DriftSettings settings) {
    return watched.computeIfAbsent(
        signal,
        s -> {
          NormalScores scores = new NormalScores(profile.counts());
          return new Watched(
              scores, MeanShift.of(scores, settings.lastingShift(), settings.alpha()));
        });
  }

  /** A shift beyond the slack is one that matters. */
  private static DriftVerdict verdict(Reading reading, long records) {
    return reading.shifted()
        ? new Drifted(Severity.WARNING, reading.score(), reading.threshold(), records)
        : new Stable(reading.score(), reading.threshold(), records);
  }

  private static boolean speaksForItself(DriftVerdict verdict) {
    return verdict instanceof Drifted d && d.severity().atLeast(Severity.WARNING);
  }

  private static long records(DriftVerdict verdict) {
    return verdict instanceof Drifted d ? d.records() : ((Stable) verdict).records();
  }

  byte[] toBytes() {
    BytesOut out = new BytesOut();
    out.number(states.size());
    states.forEach(
        (signal, state) -> {
          out.text(signal);
          write(out, state.mean(), state.seen());
          write(out, state.up());
          write(out, state.down());
        });
    return out.toBytes();
  }

  static LastingShifts of(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    LastingShifts shifts = new LastingShifts();
    for (long left = in.number(); left > 0; left--) {
      shifts.states.put(in.text(), new MeanShift.State(real(in), real(in), side(in), side(in)));
    }
    return shifts;
  }

  private static void write(BytesOut out, Side side) {
    write(out, side.log(), side.mean(), side.seen());
  }

  private static void write(BytesOut out, double... numbers) {
    for (double number : numbers) {
      out.fixed(Double.doubleToLongBits(number));
    }
  }

  private static Side side(BytesIn in) {
    return new Side(real(in), real(in), real(in));
  }

  private static double real(BytesIn in) {
    return Double.longBitsToDouble(in.fixed());
  }
}
