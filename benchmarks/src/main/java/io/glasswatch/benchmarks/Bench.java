package io.glasswatch.benchmarks;

import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import java.util.function.Consumer;

/**
 * Something that can be measured.
 *
 * @param name what it is called on the command line
 * @param about one line for a person
 * @param run measures it
 */
public record Bench(String name, String about, Run run) {

  /** Measures something. */
  @FunctionalInterface
  public interface Run {
    /**
     * Returns what was measured.
     *
     * @param effort how much work is put into it
     * @param progress told what is being done
     */
    Report run(Effort effort, Consumer<String> progress) throws Exception;
  }
}
