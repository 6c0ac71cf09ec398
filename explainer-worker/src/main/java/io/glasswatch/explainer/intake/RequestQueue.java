package io.glasswatch.explainer.intake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/**
 * Requests that wait for a worker: flagged before sampled, each kind in the order it came.
 *
 * <p>The queue takes what a poll brought even beyond its capacity; {@link #full} tells the reader
 * to pause. Safe for use by several threads.
 */
public final class RequestQueue {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private final Deque<Pending> flagged = new ArrayDeque<>();
  private final Deque<Pending> sampled = new ArrayDeque<>();

  /** Makes a queue that is full from {@code capacity} requests on. */
  public RequestQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "queue must hold at least 1 request, but %d".formatted(capacity));
    }
    this.capacity = capacity;
  }

  /** Adds {@code requests} at the end of their lanes. */
  public void add(Collection<Pending> requests) {
    lock.lock();
    try {
      for (Pending request : requests) {
        (request.flagged() ? flagged : sampled).add(request);
      }
      some.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the most urgent requests out: one, and as many more as fit the budget.
   *
   * @param characters the most characters of all taken together, if more than one is taken
   * @param limit the most requests, at least 1
   * @param waitMillis how long to wait for the first one
   * @return none if none came in time
   */
  public List<Pending> take(int characters, int limit, long waitMillis)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
      while (flagged.isEmpty() && sampled.isEmpty() && left > 0) {
        left = some.awaitNanos(left);
      }
      List<Pending> taken = new ArrayList<>();
      int used = drain(flagged, taken, 0, characters, limit);
      drain(sampled, taken, used, characters, limit);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static int drain(
      Deque<Pending> lane, List<Pending> taken, int used, int characters, int limit) {
    int sum = used;
    while (!lane.isEmpty() && taken.size() < limit) {
      int next = lane.element().characters();
      if (!taken.isEmpty() && sum + next > characters) {
        return characters;
      }
      taken.add(lane.remove());
      sum += next;
    }
    return sum;
  }

  /** Forgets the requests of partitions that another worker has now. */
  public void forget(Collection<TopicPartition> partitions) {
    lock.lock();
    try {
      flagged.removeIf(request -> partitions.contains(request.partition()));
      sampled.removeIf(request -> partitions.contains(request.partition()));
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many requests wait. */
  public int size() {
    lock.lock();
    try {
      return flagged.size() + sampled.size();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether the reader should pause. */
  public boolean full() {
    return size() >= capacity;
  }

  /** Tells whether a paused reader may go on: half of the capacity is free. */
  public boolean roomy() {
    return size() <= capacity / 2;
  }
}
