package io.glasswatch.stream.attribution;

import io.glasswatch.stream.attribution.sketch.Weights;

/** What the keeping of attributions tells whoever counts. */
public interface AttributionEvents {

  /** Why weights are in no window. */
  enum Unkept {
    /** The event time is ahead of the clock, or before 1970. */
    IMPOSSIBLE_TIME,
    /** There are as many windows as may be kept. */
    FULL
  }

  /** An interaction's first attribution was weighed. */
  void weighed(String model, Weights weights);

  /** The weights of one attribution are in no window. */
  void unkept(Unkept why);

  /** A window is over its retention. */
  void windowExpired();

  /** One partition keeps so many windows. */
  void windowsKept(int partition, long windows);

  /** The partition is no longer this instance's. */
  void windowsGone(int partition);
}
