package io.glasswatch.chaos.fault;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Everything that can be made to go wrong: a line each. */
public enum Fault {
  APP_KILL("the stream app is killed (SIGKILL)", Set.of(Sign.APP_DOWN), Faults::killApp),
  APP_ZOMBIE(
      "the stream app stands still (SIGSTOP) until another has its partitions, then goes on",
      Set.of(Sign.APP_DOWN),
      Faults::zombie),
  APP_SECOND("a second instance comes, works and goes", Set.of(), Faults::second),
  APP_STORM("instances come and go, one after another", Set.of(), Faults::storm),
  WORKER_KILL("the worker is killed (SIGKILL)", Set.of(Sign.WORKER_DOWN), Faults::killWorker),
  WORKER_SLOW(
      "the worker is a hundred times as slow",
      Set.of(Sign.WORKER_DOWN, Sign.UNEXPLAINED),
      Faults::slowWorker),
  WORKER_HANG(
      "the worker stands still (SIGSTOP)",
      Set.of(Sign.WORKER_DOWN, Sign.UNEXPLAINED),
      Faults::hangWorker),
  BROKER_BOUNCE(
      "a broker is killed (SIGKILL) and starts again", Set.of(Sign.STALLED), Faults::bounce),
  BROKER_HANG(
      "a broker stands still (SIGSTOP), then goes on", Set.of(Sign.STALLED), Faults::hangBroker),
  NET_CUT("all connections to Kafka break", Set.of(Sign.STALLED), Faults::cut),
  NET_SILENT(
      "nothing comes through to Kafka, and no connection breaks",
      Set.of(Sign.STALLED),
      Faults::silence),
  NET_SLOW("every packet to and from Kafka is late", Set.of(), Faults::delay),
  DISK_FULL(
      "no file of the stream app can grow any more, until it is started again",
      Set.of(Sign.APP_DOWN),
      Faults::fillDisk),
  STATE_DELETED(
      "the stream app's state directory is deleted", Set.of(Sign.APP_DOWN), Faults::deleteState),
  CHECKPOINT_CORRUPT(
      "files that say how far the state is restored hold garbage",
      Set.of(Sign.APP_DOWN),
      Faults::corruptCheckpoints),
  SST_BIT_FLIP("a bit flips in RocksDB's files", Set.of(Sign.APP_DOWN), Faults::flipBits),
  POISON_BURST("many records that cannot be read", Set.of(Sign.REJECTED), Faults::poison),
  REDOS("texts that make careless matching slow", Set.of(), Faults::slowTexts),
  CLOCK("records from the past and from the future", Set.of(), Faults::displace),
  LOG_INJECTION("ids, models and texts that forge log lines", Set.of(), Faults::forge),
  SCRAPE_HAMMER("metrics are asked for as fast as they come", Set.of(), Faults::hammer),
  UPGRADE(
      "the stream app and the worker of an earlier version make room for this one, instance by"
          + " instance",
      Set.of(),
      Faults::upgrade);

  /** What is done; returns once it is over. */
  @Immutable
  @FunctionalInterface
  interface Action {
    void on(Scene scene, Random random) throws Exception;
  }

  private final String what;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a Set.of.
  private final Set<Sign> signs;

  private final Action action;

  Fault(String what, Set<Sign> signs, Action action) {
    this.what = what;
    this.signs = signs;
    this.action = action;
  }

  /** Returns those that can happen to any run; an upgrade needs an earlier version. */
  public static List<Fault> drawn() {
    return Arrays.stream(values()).filter(fault -> fault != UPGRADE).toList();
  }

  /** Returns its name on the command line and in reports. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what it is, for a person. */
  public String what() {
    return what;
  }

  /**
   * Returns any one of the ways in which the monitor must show it; none if it need not, as where
   * others of several brokers take over.
   */
  public Set<Sign> signs(int brokers) {
    boolean takenOver = brokers > 1 && (this == BROKER_BOUNCE || this == BROKER_HANG);
    return takenOver ? Set.of() : signs;
  }

  /** Makes it happen, and returns once it is over. */
  public void on(Scene scene, Random random) throws Exception {
    action.on(scene, random);
  }

  /**
   * Returns the fault of that {@link #id}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Fault of(String id) {
    return drawn().stream()
        .filter(fault -> fault.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no fault is called \"%s\"".formatted(id)));
  }
}
