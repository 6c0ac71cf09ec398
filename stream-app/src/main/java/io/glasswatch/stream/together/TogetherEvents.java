package io.glasswatch.stream.together;

/** What the patterns over many conversations tell whoever counts. */
public interface TogetherEvents {

  /** Why a sighting is not remembered. */
  enum Unseen {
    /** The event time is ahead of the clock, or before 1970. */
    IMPOSSIBLE_TIME,
    /** A secret value was written, and there is no key to hash it with. */
    NO_KEY,
    /** Its subject has been seen with more than are remembered; the oldest made room. */
    DISPLACED,
    /** Its interaction was erased. */
    ERASED
  }

  /** So many sightings are not remembered, or no longer. */
  void unseen(Unseen why, int sightings);

  /** So many subjects were not seen for their retention, and are forgotten. */
  void subjectsExpired(int subjects);
}
