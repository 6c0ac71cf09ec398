package io.glasswatch.stream.serve.fleet;

import java.util.List;
import java.util.function.Function;

/**
 * What all instances that answered know together.
 *
 * @param value what they know
 * @param answered partitions that somebody answered for
 * @param of how many partitions there are; 0 when nobody answered
 * @param silent the instances that did not answer, as {@code host:port}
 */
public record Gathered<T>(T value, int answered, int of, List<String> silent) {

  public Gathered {
    silent = List.copyOf(silent);
  }

  /** Returns whether nothing is missing. */
  public boolean complete() {
    return of > 0 && answered >= of;
  }

  /** Returns what is missing, for a person; empty when nothing is. */
  public String missing() {
    if (complete()) {
      return "";
    }
    String partitions =
        of == 0
            ? "nobody holds this now"
            : "%d of %d partitions did not answer".formatted(of - answered, of);
    return silent.isEmpty()
        ? partitions
        : partitions + "; no answer from " + String.join(", ", silent);
  }

  /** Returns the same with its value changed. */
  public <R> Gathered<R> map(Function<T, R> function) {
    return new Gathered<>(function.apply(value), answered, of, silent);
  }
}
