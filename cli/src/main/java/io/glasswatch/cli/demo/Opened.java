package io.glasswatch.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened one after the other, to be closed together, the last first. */
public final class Opened implements AutoCloseable {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final String what;

  /**
   * @param what what they make up, for the message of a close that fails
   */
  public Opened(String what) {
    this.what = what;
  }

  public void push(AutoCloseable one) {
    open.push(one);
  }

  /**
   * Closes all of them, also when one fails.
   *
   * @throws IllegalStateException if one failed; the first failure is its cause
   */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        first = first == null ? new IllegalStateException(what + " did not end cleanly", e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
