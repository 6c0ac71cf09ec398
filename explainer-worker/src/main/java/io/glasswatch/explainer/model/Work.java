package io.glasswatch.explainer.model;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what a model was made to do. Safe for use by several threads. */
public final class Work {

  /** A gradient is counted as this many forward passes: it holds one, and the way back. */
  private static final int OF_GRADIENT = 2;

  private final AtomicLong forwards = new AtomicLong();
  private final AtomicLong gradients = new AtomicLong();

  void forwards(int texts) {
    forwards.addAndGet(texts);
  }

  void gradients(int texts) {
    gradients.addAndGet(texts);
  }

  /** Returns texts whose gradient was taken. */
  public long gradients() {
    return gradients.get();
  }

  /** Returns all work so far in forward passes of one text. */
  public long forwardEquivalents() {
    return forwards.get() + OF_GRADIENT * gradients.get();
  }
}
