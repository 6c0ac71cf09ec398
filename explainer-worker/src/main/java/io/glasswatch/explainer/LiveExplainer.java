package io.glasswatch.explainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The explainer in force, and the next one when the model folder has changed.
 *
 * <p>The folder is looked at in the background; when its files have changed and then stood still
 * from one look to the next, the new model is opened beside the old one, which goes on until {@link
 * #current} is asked for, between two batches. A folder that cannot be opened changes nothing. For
 * the time of a change both models are in memory.
 */
final class LiveExplainer implements AutoCloseable {

  /** Told what became of a changed folder. */
  interface Changes {
    /** The next explainer has taken over; told by the thread that asked for it. */
    void taken(Explainer next);

    /** The folder could not be opened; told by the thread that looks. */
    void refused(RuntimeException why);
  }

  private static final long PATIENCE_SECONDS = 30;

  private final Supplier<Explainer> open;
  private final Optional<Path> folder;
  private final Changes changes;
  private final AtomicReference<Explainer> next = new AtomicReference<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "model-folder"));
  private volatile Explainer current;
  private String taken;
  private String seen;

  /**
   * Opens the explainer and begins to look.
   *
   * @param open opens what the folder holds now
   * @param folder what is looked at; empty for a model that never changes
   * @param every how long between two looks; zero for never
   */
  LiveExplainer(Supplier<Explainer> open, Optional<Path> folder, Duration every, Changes changes) {
    this.open = open;
    this.folder = folder;
    this.changes = changes;
    taken = folder.map(LiveExplainer::stamp).orElse("");
    seen = taken;
    current = open.get();
    if (folder.isPresent() && !every.isZero()) {
      Future<?> unused =
          looking.scheduleWithFixedDelay(
              this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the explainer in force. What was returned before is closed if it is another. */
  Explainer current() {
    Explainer later = next.getAndSet(null);
    if (later != null) {
      current.close();
      current = later;
      changes.taken(later);
    }
    return current;
  }

  /** Returns what names the work of the explainer in force. */
  String work() {
    return current.work();
  }

  private void look() {
    try {
      String found = stamp(folder.orElseThrow());
      boolean steady = found.equals(seen);
      seen = found;
      if (steady && !found.equals(taken)) {
        taken = found;
        Optional.ofNullable(next.getAndSet(open.get())).ifPresent(Explainer::close);
      }
    } catch (RuntimeException e) {
      changes.refused(e);
    }
  }

  /** Returns names, sizes and times of the folder's files. */
  private static String stamp(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      StringBuilder stamp = new StringBuilder();
      for (Path file : sorted) {
        stamp
            .append(file.getFileName())
            .append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file))
            .append('\n');
      }
      return stamp.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    looking.shutdown();
    try {
      looking.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Optional.ofNullable(next.getAndSet(null)).ifPresent(Explainer::close);
    current.close();
  }
}
