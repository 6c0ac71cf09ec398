package io.glasswatch.cli.demo;

import io.glasswatch.cli.Durations;
import io.glasswatch.cli.KafkaOption;
import io.glasswatch.cli.demo.traffic.Arrival;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.cli.demo.traffic.Traffic;
import io.glasswatch.contract.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch traffic}: the demo's traffic for a system that runs elsewhere. */
@Command(
    name = "traffic",
    description = {
      "Sends the demo's made-up traffic, in which things go wrong at known times, to a Kafka that"
          + " runs elsewhere, in real time.",
      "Without --for the story takes 10 min and ordinary traffic then goes on until Ctrl-C. Ends"
          + " with 1 at the first record that Kafka does not take."
    },
    mixinStandardHelpOptions = true)
public final class TrafficCommand implements Callable<Integer> {

  private static final Duration DEFAULT_STORY = Duration.ofMinutes(10);
  private static final Duration NEWS_INTERVAL = Duration.ofMinutes(1);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How long, e.g. 90s or 5m; at least 30s.")
  private Optional<Duration> length = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Interactions a second; by default as many as give each model about 200 in the demo's"
              + " drift window.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which of all possible traffics; ${DEFAULT-VALUE} by default.")
  private long seed = 1;

  @Mixin private KafkaOption kafka;
  @Spec private CommandSpec spec;

  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Duration takes = length.orElse(DEFAULT_STORY);
    Story story = new Story(takes, rate.orElseGet(() -> Story.sensibleRate(takes)), seed);
    try (Sender sender = new Sender(kafka.connection())) {
      long sent = send(story, sender);
      sender.flush();
      failIfRefused();
      say("sent %,d records in all", sent);
      return 0;
    }
  }

  private long send(Story story, Sender sender) throws IOException, InterruptedException {
    Instant start = Instant.now();
    Instant end = length.map(start::plus).orElse(Instant.MAX);
    Instant nextNews = start.plus(NEWS_INTERVAL);
    Traffic traffic = new Traffic(story, start);
    long sent = 0;
    for (Arrival arrival = traffic.next(); arrival.at().isBefore(end); arrival = traffic.next()) {
      TimeUnit.NANOSECONDS.sleep(Duration.between(Instant.now(), arrival.at()).toNanos());
      failIfRefused();
      sender.send(arrival, (place, failure) -> firstFailure.compareAndSet(null, failure));
      sent++;
      arrival.incident().ifPresent(incident -> say("sent %s", incident.title()));
      if (arrival.at().isAfter(nextNews)) {
        say("sent %,d records so far", sent);
        nextNews = nextNews.plus(NEWS_INTERVAL);
      }
    }
    return sent;
  }

  private void failIfRefused() throws IOException {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw new IOException(
          "Kafka does not take records for %s: %s"
              .formatted(Topics.INTERACTIONS.name(), failure.getMessage()),
          failure);
    }
  }

  private void say(String line, Object... arguments) {
    spec.commandLine().getOut().printf(line + "%n", arguments);
    spec.commandLine().getOut().flush();
  }
}
