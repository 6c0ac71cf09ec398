package io.glasswatch.cli.backtest;

import io.glasswatch.cli.Lines;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.OfflineApp;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs the stream app's own topology over log files.
 *
 * @param files the log, in order; one record a line
 * @param chosen which of its records; the others are as if they were not there
 * @param spacing how long after the one before a record came that does not tell its time
 * @param configuration what it is judged by
 * @param answers who scores
 */
record Backtest(
    List<Path> files,
    Predicate<byte[]> chosen,
    Duration spacing,
    Configuration configuration,
    Answers answers) {

  /** When a log begins whose records do not tell their time. */
  static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

  Backtest {
    files = List.copyOf(files);
  }

  /**
   * Runs it.
   *
   * @param results told of each interaction in the order of the log, of what was rejected and of
   *     each change of an alert
   * @param progress told the bytes read so far
   */
  void run(Results results, Consumer<Long> progress) throws IOException {
    Path state = Files.createTempDirectory("glasswatch-backtest");
    List<ExplanationRequest> waiting = new ArrayList<>();
    try (OfflineApp app =
        new OfflineApp(
            configuration.in(state), configuration.rules(), configuration.learned(), start())) {
      long read = 0;
      for (Path file : files) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          Lines lines = new Lines(in);
          for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            if (chosen.test(line.get())) {
              app.send(
                  line.get(), results.tally().records == 0 ? app.now() : app.now().plus(spacing));
              results.record(line.get());
              waiting.addAll(app.take(Topics.EXPLANATION_REQUESTS));
            }
            read += line.get().length + 1;
            progress.accept(read);
            collect(app, waiting, answers.batch(), results);
          }
        }
      }
      collect(app, waiting, 1, results);
      app.finish();
      collect(app, waiting, 1, results);
      results.dropped(app.duplicates());
    } finally {
      Files.deleteIfExists(state);
    }
  }

  /** Answers what waits, if it is at least {@code enough}, and hands on what has been said. */
  private void collect(
      OfflineApp app, List<ExplanationRequest> waiting, int enough, Results results)
      throws IOException {
    if (waiting.size() >= enough) {
      List<Explanation> given = answers.to(waiting);
      for (int i = 0; i < given.size(); i++) {
        String conversation = waiting.get(i).interaction().conversation();
        app.send(Topics.EXPLANATIONS, conversation, given.get(i));
      }
      waiting.clear();
    }
    results.assessed(app.take(Topics.ASSESSMENTS).size());
    for (Case item : latest(app.take(Topics.CASES))) {
      results.judged(new Judged(item));
    }
    app.take(Topics.REJECTED).forEach(rejected -> results.rejected(rejected.reason()));
    results.changed(app.take(Topics.ALERTS));
    app.forgetTheRest();
  }

  /** A case that changed again within the batch counts once, as it stands last. */
  private static List<Case> latest(List<Case> cases) {
    Map<String, Case> byId = new LinkedHashMap<>();
    cases.forEach(item -> byId.put(item.interaction().id(), item));
    return List.copyOf(byId.values());
  }

  /** The time of the first record that can be read. */
  private Instant start() throws IOException {
    for (Path file : files) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        Lines lines = new Lines(in);
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
          Optional<Instant> time =
              line.filter(chosen).flatMap(record -> OfflineApp.timeOf(record, START));
          if (time.isPresent()) {
            return time.get();
          }
        }
      }
    }
    return START;
  }
}
