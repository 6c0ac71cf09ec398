package io.glasswatch.stream.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.stream.detect.Interactions;
import io.glasswatch.stream.ingest.Half;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Halves that meet, repeat, come late or stay alone, held against what each pair waits for. */
class PairModelTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /** No multiple of it is the deadline, so that nothing happens at the very moment. */
  private static final Duration STEP = Duration.ofMillis(7_001);

  private static final Instant NOON = Instant.parse("2025-11-22T12:00:00Z");
  private static final String DONE = "done";

  @TempDir private Path state;

  private final List<String> found = new ArrayList<>();

  @Test
  void everyPairDoesWhatTheModelDoes() {
    sequences(200);
  }

  @Test
  @Tag("full")
  void everyPairDoesWhatTheModelDoesTenThousandTimes() {
    sequences(10_000);
  }

  /** Each sequence is a pair of its own; twenty of them are under way at a time. */
  private void sequences(int count) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    Random random = new Random(1);
    try (TopologyTestDriver driver = new TopologyTestDriver(topology().build(), properties, NOON)) {
      TestInputTopic<String, Half> halves =
          driver.createInputTopic(
              "in", Serdes.String().serializer(), Half.SERDE.serializer(), NOON, Duration.ZERO);
      Map<String, String> waiting = new TreeMap<>();
      Map<String, Instant> until = new TreeMap<>();
      Instant now = NOON;
      for (int i = 0; i < count * 5; i++) {
        List<String> due = new ArrayList<>();
        if (random.nextInt(20) == 0) {
          now = now.plus(STEP);
          driver.advanceWallClockTime(STEP);
          for (String pair : List.copyOf(until.keySet())) {
            if (until.get(pair).isBefore(now)) {
              until.remove(pair);
              String side = waiting.remove(pair);
              if (!side.equals(DONE)) {
                due.add(pair + " alone");
              }
            }
          }
        } else {
          String pair = "p" + (i / 5 - random.nextInt(20));
          Half.Side side = random.nextBoolean() ? Half.Side.REQUEST : Half.Side.RESPONSE;
          halves.pipeInput(pair, half(pair, side));
          String before = waiting.get(pair);
          if (before == null) {
            waiting.put(pair, side.name());
            until.put(pair, now.plus(DEADLINE));
          } else if (!before.equals(DONE) && !before.equals(side.name())) {
            waiting.put(pair, DONE);
            due.add(pair + " whole");
          }
        }
        assertThat(found).as("step %d", i).containsExactlyInAnyOrderElementsOf(due);
        found.clear();
      }
    }
  }

  private static Half half(String pair, Half.Side side) {
    return new Half(pair, side, Interactions.of(pair, List.of(), "Hello."));
  }

  private StreamsBuilder topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("in", Consumed.with(Serdes.String(), Half.SERDE))
        .process(PairProcessor.supplier(DEADLINE, outcome -> {}), Named.as("pair"))
        .foreach(
            (conversation, whole) ->
                found.add(
                    whole.id()
                        + (whole.contentMissing().equals(Optional.of(ContentMissing.HALF))
                            ? " alone"
                            : " whole")),
            Named.as("out"));
    return builder;
  }
}
