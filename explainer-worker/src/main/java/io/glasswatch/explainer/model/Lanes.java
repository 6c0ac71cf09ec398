package io.glasswatch.explainer.model;

import io.glasswatch.contract.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs of a model side by side. Two runs of one thread each take less time than one after the other
 * on two threads, which wait for each other at every operator. Safe for use by several threads.
 */
final class Lanes implements AutoCloseable {

  private final int count;
  private final ExecutorService pool;

  /** Makes so many lanes, at least 1. */
  Lanes(int count) {
    Require.that(count >= 1, "lanes must be at least 1, but were %d", count);
    this.count = count;
    pool =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "model-run");
              thread.setDaemon(true);
              return thread;
            });
  }

  int count() {
    return count;
  }

  /**
   * Returns the result of each run, in order, when all have ended.
   *
   * @throws RuntimeException that of the first run that failed
   */
  <T> List<T> run(List<Supplier<T>> runs) {
    if (count == 1 || runs.size() == 1) {
      return runs.stream().map(Supplier::get).toList();
    }
    List<Callable<T>> tasks = new ArrayList<>();
    runs.forEach(run -> tasks.add(run::get));
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a model ran", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a model's run failed", e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
