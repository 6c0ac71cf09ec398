package io.glasswatch.stream.together;

import io.glasswatch.stream.detect.text.SimHash;

/**
 * What a subject remembers of one who was seen with it: 40 bytes.
 *
 * @param interaction hash of the id of the latest interaction
 * @param time event time of the latest, milliseconds since 1970
 * @param who hash of the person or conversation
 * @param print bits of the payload's hash; 0 where no text is compared
 * @param raised event time at which this one completed a pattern; 0 if it never did
 */
record Trace(long interaction, long time, long who, long print, long raised) {

  static Trace of(Sighting sighting) {
    return new Trace(
        Hashes.of(sighting.interaction()),
        sighting.time().toEpochMilli(),
        sighting.who(),
        sighting.payload().map(SimHash::bits).orElse(0L),
        0);
  }

  /** Returns whether both are about nearly the same text, or about none. */
  boolean near(Trace other) {
    return new SimHash(print).distance(new SimHash(other.print)) <= SimHash.NEAR;
  }

  /** Returns the later of the two, with what was raised of either. */
  Trace latest(Trace other) {
    Trace later = other.time > time ? other : this;
    return later.withRaised(Math.max(raised, other.raised));
  }

  Trace withRaised(long at) {
    return new Trace(interaction, time, who, print, at);
  }
}
