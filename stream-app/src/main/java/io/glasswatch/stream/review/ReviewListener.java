package io.glasswatch.stream.review;

import io.glasswatch.contract.Review;

/** Hears of every review that says something new. */
@FunctionalInterface
public interface ReviewListener {

  /** A case was reviewed, for the first time or otherwise than before. */
  void reviewed(Review review);
}
