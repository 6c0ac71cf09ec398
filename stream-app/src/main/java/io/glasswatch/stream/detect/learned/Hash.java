package io.glasswatch.stream.detect.learned;

/** Turns features into numbers of a fixed range; what collides shares a weight. */
final class Hash {

  private Hash() {}

  /** Returns a hash of {@code text[from, to)}. */
  static int of(CharSequence text, int from, int to) {
    int hash = 0x811C9DC5;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    return hash;
  }

  static int of(CharSequence text) {
    return of(text, 0, text.length());
  }

  /** Returns the number, 0 to {@code buckets - 1}, of the feature {@code kind} of these parts. */
  static int feature(int buckets, int kind, int... parts) {
    int hash = of(kind);
    for (int part : parts) {
      hash = and(hash, part);
    }
    return bucket(buckets, hash);
  }

  /** Returns the hash of the feature {@code kind}, to which {@link #and} adds its parts. */
  static int of(int kind) {
    return kind * 0x9E3779B9;
  }

  /** Returns {@code hash} with one more part. */
  static int and(int hash, int part) {
    int next = (hash ^ part) * 0x85EBCA6B;
    return next ^ (next >>> 15);
  }

  /** Returns the number, 0 to {@code buckets - 1}, that {@code hash} falls to. */
  static int bucket(int buckets, int hash) {
    int last = hash * 0xC2B2AE35;
    return (last ^ (last >>> 16)) & (buckets - 1);
  }
}
