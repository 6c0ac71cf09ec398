package io.glasswatch.benchmarks.harness;

/**
 * One of the things that are compared.
 *
 * @param name for the tables
 * @param pass does its work once and tells what that cost
 */
public record Contender(String name, Pass pass) {

  /** One pass over the work. */
  @FunctionalInterface
  public interface Pass {
    Cost run() throws Exception;
  }

  /** Work on one thread of this process. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** Returns a contender whose pass does {@code work} on {@code records} records. */
  public static Contender of(String name, long records, Work work) {
    return new Contender(
        name,
        () -> {
          Clocks start = Clocks.ofThread();
          work.run();
          return Clocks.ofThread().since(start, records);
        });
  }
}
