package io.glasswatch.stream.drift;

import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.judge.DriftVerdict;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.drift.judge.Reference;
import java.util.Optional;

/** Hears what drift finds, to show it on a dashboard. */
public interface DriftListener {

  /** Why an interaction is not in any window. */
  enum Uncounted {
    /** Its window was already judged. */
    LATE,
    /** Its event time is ahead of the clock, or before 1970. */
    IMPOSSIBLE_TIME
  }

  /** A listener that does not listen. */
  DriftListener NONE =
      new DriftListener() {
        @Override
        public void judged(
            Scope scope, String signal, DriftVerdict verdict, Optional<Histograms> histograms) {}

        @Override
        public void uncounted(Uncounted why, long records) {}

        @Override
        public void folded(String dimension) {}

        @Override
        public void gone(Scope scope) {}

        @Override
        public void frozen(Scope scope, Reference reference) {}

        @Override
        public void thawed(Scope scope, Reference reference) {}
      };

  /**
   * A window of {@code signal} was closed and judged, here or by whoever held its partition before.
   *
   * @param histograms the window beside its reference; empty when there is none to compare with
   */
  void judged(Scope scope, String signal, DriftVerdict verdict, Optional<Histograms> histograms);

  /** As many {@code records} are missing in the windows of their scope. */
  void uncounted(Uncounted why, long records);

  /** An interaction's value of {@code dimension} was counted as {@code other}. */
  void folded(String dimension);

  /** {@code scope} is no longer this instance's business: its partition has moved away. */
  void gone(Scope scope);

  /**
   * {@code reference} is that of {@code scope} from now on, or was when its partition came here.
   */
  void frozen(Scope scope, Reference reference);

  /** {@code reference} is that of {@code scope} no longer, or its partition has moved away. */
  void thawed(Scope scope, Reference reference);
}
