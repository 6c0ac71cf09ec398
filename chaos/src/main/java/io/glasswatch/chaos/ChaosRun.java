package io.glasswatch.chaos;

import io.glasswatch.chaos.check.AuditCheck;
import io.glasswatch.chaos.check.Checker;
import io.glasswatch.chaos.check.Leaks;
import io.glasswatch.chaos.check.Monitor;
import io.glasswatch.chaos.check.Observer;
import io.glasswatch.chaos.check.Outcomes;
import io.glasswatch.chaos.check.Violation;
import io.glasswatch.chaos.check.Violation.What;
import io.glasswatch.chaos.fault.Fault;
import io.glasswatch.chaos.fault.Scene;
import io.glasswatch.chaos.fault.Scene.Cast;
import io.glasswatch.chaos.fault.Sign;
import io.glasswatch.chaos.traffic.Sent;
import io.glasswatch.chaos.traffic.Traffic;
import io.glasswatch.chaos.traffic.Workload;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run: starts everything, lets traffic flow, makes faults happen, waits, and checks. */
final class ChaosRun {

  private static final double PER_SECOND = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(1_500);
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(30);

  /** Five seconds of traffic: a stream that waited for its worker would be behind by more. */
  private static final double MOST_LAG = 5 * PER_SECOND;

  /** What differs from the defaults: short times, one cheap method. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "PARTITIONS", "2",
          "EXPLANATION_DEADLINE", "PT5S",
          "EXPLANATIONS_PER_SECOND", "0.2",
          "EXPLAIN_METHODS", "saliency",
          "DRIFT_WINDOW", "PT10S",
          "DRIFT_SEGMENTS", "tenant",
          "DRIFT_SEGMENT_VALUES", "1000",
          "AUDIT_CHECKPOINT_INTERVAL", "PT0.5S");

  /** What one fault was, and when. */
  private record Happened(Fault fault, Instant from, Instant until) {}

  private final Plan plan;
  private final Cast cast;
  private final Path dir;
  private final Consumer<String> progress;
  private final Random random;
  private final List<Happened> happened = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  ChaosRun(Plan plan, Cast cast, Path dir, Consumer<String> progress) {
    this.plan = plan;
    this.cast = cast;
    this.dir = dir;
    this.progress = progress;
    this.random = new Random(plan.seed());
  }

  /** Runs it to its end, whatever becomes of it. */
  RunResult run() throws Exception {
    Instant began = Instant.now();
    try (Scene scene = Scene.start(dir, SETTINGS, cast);
        Observer observer = Observer.start(scene.bootstrapServers())) {
      Workload workload = new Workload(plan.seed(), Instant.now());
      scene.traffic(new Traffic(scene.bootstrapServers(), workload, PER_SECOND, plan.records()));
      try (Monitor monitor = Monitor.start(scene)) {
        scene.traffic().start();
        for (Fault fault : plan.faults()) {
          TimeUnit.MILLISECONDS.sleep(1_500 + random.nextInt(1_500));
          inject(fault, scene);
        }
        TimeUnit.MILLISECONDS.sleep(2_000);
        scene.traffic().finish();
        Instant last = Instant.now();
        progress.accept("  all sent; waiting until all that is due has come out");
        Checker checker = new Checker(scene.traffic().sent());
        Outcomes outcomes = observer.outcomes();
        boolean drained = await(() -> checker.complete(outcomes));
        double drain = seconds(last, Instant.now());
        if (!drained) {
          violations.add(new Violation("I5", What.NOT_RECOVERED, "not all came out in time"));
        }
        boolean audited = await(() -> audit(scene).complete(checker));
        progress.accept("  %s; checking".formatted(audited ? "all there" : "not all there"));
        TimeUnit.MILLISECONDS.sleep(QUIET.toMillis());
        for (String name : scene.ended()) {
          violations.add(new Violation("I5", What.NOT_RECOVERED, name + " ended by itself"));
        }
        violations.addAll(checker.check(outcomes));
        violations.addAll(audit(scene).check(checker));
        violations.addAll(
            Leaks.check(outcomes, scene.traffic().secrets(), logs(), monitor.latest()));
        List<RunResult.Injected> injected =
            happened.stream().map(h -> injected(h, checker, outcomes, monitor)).toList();
        return result(began, drain, injected, outcomes, scene.traffic().sent());
      }
    }
  }

  private void inject(Fault fault, Scene scene) throws Exception {
    progress.accept("  %s: %s".formatted(fault.id(), fault.what()));
    Instant from = Instant.now();
    fault.on(scene, random);
    happened.add(new Happened(fault, scene.struck(from), Instant.now()));
  }

  private RunResult.Injected injected(
      Happened one, Checker checker, Outcomes outcomes, Monitor monitor) {
    Optional<Double> alert =
        outcomes.alerts().stream()
            .filter(seen -> seen.value().state() == Alert.State.FIRING)
            .filter(seen -> sentAfter(seen.value(), one.from(), checker))
            .map(seen -> seconds(one.from(), seen.at()))
            .min(Double::compare);
    Set<Sign> signs = one.fault().signs(cast.brokers());
    Optional<Duration> shown = monitor.shown(signs, one.from());
    if (!signs.isEmpty() && shown.map(after -> after.compareTo(SHOWN_WITHIN) > 0).orElse(true)) {
      violations.add(new Violation("I7", What.SILENT, one.fault().id()));
    }
    double rise = monitor.lagRise(one.from(), one.until());
    // After another fault the log may still be behind for that one's sake.
    boolean first = happened.get(0).equals(one);
    if (first && signs.contains(Sign.WORKER_DOWN) && rise > MOST_LAG) {
      violations.add(
          new Violation(
              "I5",
              What.NOT_RECOVERED,
              "%s: the log waits for the worker, %.0f records".formatted(one.fault().id(), rise)));
    }
    return new RunResult.Injected(
        one.fault().id(),
        seconds(one.from(), one.until()),
        alert,
        shown.map(after -> after.toMillis() / 1e3));
  }

  private static boolean sentAfter(Alert alert, Instant from, Checker checker) {
    return alert
        .interaction()
        .flatMap(checker::sent)
        .map(sent -> sent.at().isAfter(from))
        .orElse(false);
  }

  private RunResult result(
      Instant began,
      double drain,
      List<RunResult.Injected> injected,
      Outcomes outcomes,
      List<Sent> sent) {
    Map<String, Boolean> explained = new HashMap<>();
    outcomes
        .cases()
        .forEach(
            seen ->
                explained.merge(
                    seen.value().interaction().id(),
                    seen.value().explanation().orElse(null) instanceof Explanation.Explained,
                    Boolean::logicalOr));
    int with = (int) explained.values().stream().filter(yes -> yes).count();
    return new RunResult(
        plan.seed(),
        cast.brokers(),
        cast.stableIds(),
        seconds(began, Instant.now()),
        sent.size(),
        outcomes.assessments().size(),
        outcomes.rejected().size(),
        with,
        explained.size() - with,
        (int)
            outcomes.alerts().stream()
                .filter(seen -> seen.value().state() == Alert.State.FIRING)
                .count(),
        drain,
        injected,
        violations);
  }

  private static AuditCheck audit(Scene scene) {
    return AuditCheck.read(scene.bootstrapServers(), scene.audit());
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    }
  }

  private static boolean await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(300);
    }
    return true;
  }

  private static double seconds(Instant from, Instant until) {
    return Duration.between(from, until).toMillis() / 1e3;
  }
}
