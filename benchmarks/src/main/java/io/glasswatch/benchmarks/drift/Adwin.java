package io.glasswatch.benchmarks.drift;

import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A window that grows while the mean of a stream holds and drops its older part when it changes.
 *
 * <p>The window is cut into {@code W0, W1} where {@code |mean0 - mean1| > sqrt(2 v d / m) + 2 d /
 * (3 m)} with {@code 1/m = 1/n0 + 1/n1}, {@code v} the window's variance and {@code d = ln(2 ln(n)
 * / delta)} [1]. It is kept as an exponential histogram: at most {@value #PER_ROW} buckets of each
 * power of two, so memory and the cost of a check are O(log n).
 *
 * <p>[1] Bifet, Gavalda, "Learning from Time-Changing Data with Adaptive Windowing", SIAM
 * International Conference on Data Mining, 2007.
 *
 * @param delta how likely a cut may be by chance, between 0 and 1
 * @param every observations between two checks, at least 1
 */
record Adwin(double delta, int every) {

  /** What the authors and most users take. */
  static final Adwin STANDARD = new Adwin(0.002, 32);

  private static final int PER_ROW = 5;
  private static final long SMALLEST_PART = 5;

  /**
   * Observations that were joined.
   *
   * @param count how many, a power of two
   * @param mean their mean
   * @param squares sum of their squared distances from it, at least 0
   */
  record Bucket(long count, double mean, double squares) {

    Bucket with(Bucket other) {
      long both = count + other.count;
      double apart = other.mean - mean;
      return new Bucket(
          both,
          mean + apart * other.count / both,
          squares + other.squares + apart * apart * count * other.count / both);
    }
  }

  /**
   * The window.
   *
   * @param seen observations so far
   * @param cuts how often the window was cut
   * @param buckets the window, newest first
   */
  record State(long seen, long cuts, List<Bucket> buckets) {
    static final State EMPTY = new State(0, 0, List.of());

    State {
      buckets = List.copyOf(buckets);
    }

    /** Returns the window as one bucket. */
    Bucket window() {
      return buckets.stream().reduce(new Bucket(0, 0, 0), State::joined);
    }

    private static Bucket joined(Bucket one, Bucket other) {
      return one.count() == 0 ? other : one.with(other);
    }
  }

  Adwin {
    Require.that(delta > 0 && delta < 1, "delta must be between 0 and 1, but was %s", delta);
    Require.that(every >= 1, "every must be at least 1, but was %d", every);
  }

  /** Returns {@code state} after one more observation; {@code state} itself is unchanged. */
  State observe(State state, double x) {
    Require.finite(x, "observation");
    List<Bucket> buckets = new ArrayList<>(state.buckets());
    buckets.add(0, new Bucket(1, x, 0));
    compress(buckets);
    State next = new State(state.seen() + 1, state.cuts(), buckets);
    return next.seen() % every == 0 ? cut(next) : next;
  }

  /** Joins the two oldest of a size wherever there are too many of it. */
  private static void compress(List<Bucket> buckets) {
    int from = 0;
    while (from < buckets.size()) {
      long size = buckets.get(from).count();
      int to = from;
      while (to < buckets.size() && buckets.get(to).count() == size) {
        to++;
      }
      if (to - from <= PER_ROW) {
        return;
      }
      Bucket oldest = buckets.remove(to - 1);
      buckets.set(to - 2, buckets.get(to - 2).with(oldest));
      from = to - 2;
    }
  }

  private State cut(State state) {
    List<Bucket> buckets = new ArrayList<>(state.buckets());
    boolean changed = false;
    while (buckets.size() > 1 && hasChanged(buckets)) {
      buckets.remove(buckets.size() - 1);
      changed = true;
    }
    return changed ? new State(state.seen(), state.cuts() + 1, buckets) : state;
  }

  private boolean hasChanged(List<Bucket> newestFirst) {
    List<Bucket> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    Bucket all = new State(0, 0, newestFirst).window();
    double d = Math.log(2 * Math.log((double) all.count()) / delta);
    double variance = all.squares() / all.count();
    Bucket old = oldestFirst.get(0);
    for (int i = 1; i < oldestFirst.size(); i++) {
      long rest = all.count() - old.count();
      if (old.count() >= SMALLEST_PART && rest >= SMALLEST_PART) {
        double mean = (all.mean() * all.count() - old.mean() * old.count()) / rest;
        double inverse = 1.0 / old.count() + 1.0 / rest;
        double bound = Math.sqrt(2 * inverse * variance * d) + 2.0 / 3 * d * inverse;
        if (Math.abs(mean - old.mean()) > bound) {
          return true;
        }
      }
      old = old.with(oldestFirst.get(i));
    }
    return false;
  }
}
