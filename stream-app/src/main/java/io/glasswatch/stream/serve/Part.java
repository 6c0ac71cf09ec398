package io.glasswatch.stream.serve;

import io.glasswatch.contract.Require;
import java.util.Set;

/**
 * What one instance knows of something, and which part of the whole that is.
 *
 * @param value what it knows
 * @param partitions the partitions that it answers for
 * @param of how many partitions there are, at least 1
 */
public record Part<T>(T value, Set<Integer> partitions, int of) {

  public Part {
    Require.that(value != null, "value must not be null");
    Require.that(of >= 1, "of must be at least 1, but was %d", of);
    partitions = Set.copyOf(partitions);
  }
}
