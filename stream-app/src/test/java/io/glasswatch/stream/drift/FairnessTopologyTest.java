package io.glasswatch.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.fairness.FairnessTable;
import io.glasswatch.stream.fairness.Parity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FairnessTopologyTest {

  @TempDir static Path states;

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Listening listening = new Listening();
  private final TopologyTestDriver driver = new TopologyTestDriver(topology(), config(), NOON);
  private final TestInputTopic<String, DriftDelta> deltas =
      driver.createInputTopic(
          "deltas", Serdes.String().serializer(), DriftDelta.SERDE.serializer());

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aGroupThatIsRefusedMoreOftenIsUnlikeTheOthersOfItsModelAndDimension() {
    send("bot@1", "language=fi", NOON, 200, 80);
    send("bot@1", "language=en", NOON, 200, 20);
    send("bot@1", "language=en", NOON.plusSeconds(60), 200, 20);
    send("bot@1", "tenant=acme", NOON, 200, 200);
    send("bot@2", "language=fi", NOON, 200, 200);
    send("bot@1", Scope.ALL, NOON, 600, 600);
    compare();

    FairnessTable.Row row = listening.latest.get("bot@1|language=fi|refusal");
    assertThat(row.value()).isEqualTo(0.4);
    assertThat(row.others()).isEqualTo(0.1);
    assertThat(((Parity.Compared) row.parity()).unlike()).isTrue();
    assertThat(listening.latest.get("bot@2|language=fi|refusal").parity())
        .isEqualTo(new Parity.TooFew(0, 50));
    assertThat(listening.latest).doesNotContainKey("bot@1|all|refusal");
  }

  @Test
  void theLatestHourAndTheOneBeforeCount() {
    send("bot@1", "language=en", NOON, 100, 100);
    send("bot@1", "language=en", NOON.plus(HOUR), 100, 0);
    send("bot@1", "language=fi", NOON.plus(HOUR), 100, 0);
    compare();
    assertThat(listening.latest.get("bot@1|language=en|refusal").value()).isEqualTo(0.5);

    send("bot@1", "language=fi", NOON.plus(HOUR.multipliedBy(2)), 100, 0);
    compare();
    assertThat(listening.latest.get("bot@1|language=en|refusal").value()).isZero();
  }

  @Test
  void aGroupThatStoppedIsNoLongerCompared() {
    send("bot@1", "language=en", NOON, 100, 0);
    send("bot@1", "language=fi", NOON.plus(HOUR.multipliedBy(3)), 100, 0);
    compare();

    assertThat(listening.gone).containsExactly(new Scope("bot@1", "language=en"));
  }

  private void send(String model, String segment, Instant at, int all, int refused) {
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < all; i++) {
      counts.add(Map.of("refusal", i < refused ? 1.0 : 0.0, "other", 1.0));
    }
    long start = at.toEpochMilli();
    deltas.pipeInput(new Scope(model, segment).key(), new DriftDelta(0, start, start, counts));
  }

  private void compare() {
    driver.advanceWallClockTime(Duration.ofSeconds(5));
  }

  private Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("deltas", Consumed.with(Serdes.String(), DriftDelta.SERDE))
        .process(FairnessProcessor.supplier(new FairnessSettings(HOUR, 50), listening));
    return builder.build();
  }

  private static Properties config() {
    Properties config = new Properties();
    config.put("state.dir", states.toString());
    return config;
  }

  /** Keeps what it hears. */
  private static final class Listening implements FairnessListener {

    private final Map<String, FairnessTable.Row> latest = new TreeMap<>();
    private final List<Scope> gone = new ArrayList<>();

    @Override
    public void compared(Scope group, FairnessTable.Row row) {
      latest.put(group.key() + "|" + row.signal(), row);
    }

    @Override
    public void groupGone(Scope group) {
      gone.add(group);
    }
  }
}
