package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.harness.Comparison;
import io.glasswatch.benchmarks.harness.Comparison.Passes;
import io.glasswatch.benchmarks.harness.Cost;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.benchmarks.pipeline.Drain;
import io.glasswatch.benchmarks.pipeline.Workload;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What a record costs one, two and four instances of the stream app over eight partitions, all in
 * this process: processor time, since more instances than cores cannot be faster. Instances cannot
 * take turns, they share the partitions; so one instance is measured first and once more at the
 * end, which is the control.
 */
public final class Instances {

  private static final int PARTITIONS = 8;
  private static final int BYTES = 1_700;

  private final Broker broker;
  private final Deque<StreamApp> apps = new ArrayDeque<>();
  private final Workload workload = new Workload(BYTES, 1);
  private final int records;
  private final int rounds;

  private Instances(Broker broker, int records, int rounds) {
    this.broker = broker;
    this.records = records;
    this.rounds = rounds;
  }

  /** Measures it. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    try (Broker broker = new Broker()) {
      Instances bench = new Instances(broker, effort.of(20_000, 5_000, 100), effort.rounds());
      try {
        return bench.run(progress);
      } finally {
        bench.shrink(0);
      }
    }
  }

  private Report run(Consumer<String> progress) throws Exception {
    List<Passes> passes = new ArrayList<>();
    for (int count : List.of(1, 2, 4)) {
      progress.accept("%d instances".formatted(count));
      grow(count);
      passes.add(passes("%d of them".formatted(count)));
    }
    progress.accept("1 instance again");
    shrink(1);
    Passes again = passes("1 again");
    Comparison comparison =
        new Comparison("instances", passes.get(0), again, passes.subList(1, passes.size()));
    return Report.of(
        List.of(comparison),
        Map.of(
            "two_over_one_cpu", comparison.cpuRatio("2 of them"),
            "four_over_one_cpu", comparison.cpuRatio("4 of them")));
  }

  /** The first pass warms up and is not counted. */
  private Passes passes(String name) throws InterruptedException, TimeoutException {
    List<KafkaStreams> streams = apps.stream().map(StreamApp::streams).toList();
    awaitBalance(streams);
    Drain drain = Drain.of(streams, Drain.quiet(settings(0).commitInterval()));
    List<Cost> costs = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      broker.fill(Topics.INTERACTIONS.name(), workload::next, records);
      costs.add(drain.run(records));
    }
    return new Passes(name, costs.subList(1, costs.size()));
  }

  /** Waits until every instance runs, and all have as many tasks, give or take one a part. */
  private static void awaitBalance(List<KafkaStreams> streams)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!balanced(streams)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("the instances do not share the partitions");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean balanced(List<KafkaStreams> streams) {
    if (!streams.stream().allMatch(s -> s.state() == KafkaStreams.State.RUNNING)) {
      return false;
    }
    List<Integer> tasks =
        streams.stream()
            .map(
                s ->
                    s.metadataForLocalThreads().stream()
                        .mapToInt(thread -> thread.activeTasks().size())
                        .sum())
            .toList();
    int most = tasks.stream().mapToInt(i -> i).max().orElseThrow();
    int least = tasks.stream().mapToInt(i -> i).min().orElseThrow();
    return least > 0 && most - least <= PARTITIONS;
  }

  private void grow(int count) throws InterruptedException {
    apps.forEach(app -> app.streams().resume());
    while (apps.size() < count) {
      apps.push(Broker.start(settings(apps.size()), Map.of()));
    }
  }

  private StreamSettings settings(int app) {
    return broker.settings("state-" + app, Map.of("PARTITIONS", Integer.toString(PARTITIONS)));
  }

  private void shrink(int count) {
    apps.forEach(app -> app.streams().resume());
    while (apps.size() > count) {
      apps.pop().close();
    }
  }
}
