package io.glasswatch.stream.serve;

import io.glasswatch.contract.Review;

/** Where a review is handed in. */
@FunctionalInterface
public interface ReviewDesk {

  /** A desk that is closed. */
  ReviewDesk CLOSED =
      review -> {
        throw new IllegalStateException("no reviews are taken here");
      };

  /**
   * Takes {@code review} and returns once it is safe.
   *
   * @throws IllegalStateException if it cannot be kept
   */
  void take(Review review);
}
