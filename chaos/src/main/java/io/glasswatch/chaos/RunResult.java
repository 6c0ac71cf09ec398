package io.glasswatch.chaos;

import io.glasswatch.chaos.check.Violation;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one run came to.
 *
 * @param brokers how many Kafka had
 * @param seconds how long it took, all in all
 * @param sent records that were sent
 * @param assessed interactions that were assessed
 * @param rejected records that could not be read
 * @param explained cases with an explanation
 * @param unexplained cases with the reason why there is none
 * @param alerts alerts that fired
 * @param drainSeconds how long after the last record all that was due had come out
 * @param injected every fault, in order
 * @param violations everything that is wrong; empty if all is well
 */
public record RunResult(
    long seed,
    int brokers,
    boolean stableIds,
    double seconds,
    int sent,
    int assessed,
    int rejected,
    int explained,
    int unexplained,
    int alerts,
    double drainSeconds,
    List<Injected> injected,
    List<Violation> violations) {

  /** All invariants, as docs/reliability.md has them. */
  static final List<String> INVARIANTS = List.of("I1", "I2", "I3", "I4", "I5", "I6", "I7");

  /**
   * A fault that happened.
   *
   * @param fault its id
   * @param lastedSeconds from its beginning to its end
   * @param alertSeconds from its beginning until an alert fired on a record sent after it; empty if
   *     none was due any more
   * @param shownSeconds from its beginning until the monitor showed it; empty if it need not
   */
  public record Injected(
      String fault,
      double lastedSeconds,
      Optional<Double> alertSeconds,
      Optional<Double> shownSeconds) {}

  public RunResult {
    injected = List.copyOf(injected);
    violations = List.copyOf(violations);
  }

  boolean good() {
    return violations.isEmpty();
  }

  /** Returns the invariants that were broken. */
  List<String> broken() {
    return List.copyOf(new TreeSet<>(violations.stream().map(Violation::invariant).toList()));
  }
}
