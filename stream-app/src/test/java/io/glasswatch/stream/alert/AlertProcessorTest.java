package io.glasswatch.stream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Alert.State;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertProcessorTest {

  @TempDir static Path states;

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Alert> gone = new ArrayList<>();
  private final TopologyTestDriver driver = new TopologyTestDriver(topology(), config(), NOON);
  private final TestInputTopic<String, Evidence> evidence =
      driver.createInputTopic(
          "evidence", Serdes.String().serializer(), Evidence.SERDE.serializer());
  private final TestOutputTopic<String, Alert> alerts =
      driver.createOutputTopic(
          "alerts", Serdes.String().deserializer(), Topics.ALERTS.values().deserializer());

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aLeakFiresAtOnceAndIsKeyedByItsFingerprint() {
    send("LlmSecretLeak", NOON, "i-1");

    assertThat(alerts.readKeyValuesToList())
        .singleElement()
        .satisfies(
            kv -> {
              assertThat(kv.value.state()).isEqualTo(State.FIRING);
              assertThat(kv.value.interaction()).contains("i-1");
              assertThat(kv.key).isEqualTo(kv.value.fingerprint());
            });
  }

  @Test
  void theSameLeakReadAgainPagesNobody() {
    send("LlmSecretLeak", NOON, "i-1");
    alerts.readValuesToList();
    send("LlmSecretLeak", NOON, "i-1");
    send("LlmSecretLeak", NOON.plusSeconds(1), "i-2");

    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void anAlertResolvesWhenTimePassesWithoutTraffic() {
    send("LlmSecretLeak", NOON, "i-1");
    driver.advanceWallClockTime(Duration.ofMinutes(10));
    assertThat(alerts.readValuesToList()).extracting(Alert::state).containsExactly(State.FIRING);
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(alerts.readValuesToList())
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.state()).isEqualTo(State.RESOLVED);
              assertThat(a.changedAt()).isEqualTo(NOON.plus(Duration.ofMinutes(10)));
            });
  }

  @Test
  void anAlertResolvesWhenAnOldLogIsReadPastIt() {
    Instant lastYear = NOON.minus(Duration.ofDays(365));
    send("LlmSecretLeak", lastYear, "i-1");
    send("LlmPersonalDataLeak", lastYear.plus(Duration.ofHours(1)), "i-2");
    alerts.readValuesToList();
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(alerts.readValuesToList())
        .singleElement()
        .satisfies(a -> assertThat(a.name()).isEqualTo("LlmSecretLeak"));
  }

  @Test
  void aTimeFarAheadDoesNotEndOtherAlerts() {
    send("LlmSecretLeak", NOON, "i-1");
    send("LlmPersonalDataLeak", NOON.plus(Duration.ofDays(40_000)), "i-2");
    alerts.readValuesToList();
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void theStoreHoldsTheLatestStateAndForgetsWhatIsLongOver() {
    send("LlmSecretLeak", NOON, "i-1");
    KeyValueStore<String, AlertState> store = driver.getKeyValueStore(AlertProcessor.STORE);
    assertThat(store.get("bot@1|all|LlmSecretLeak|secret").alert().state()).isEqualTo(State.FIRING);
    driver.advanceWallClockTime(Duration.ofMinutes(11));
    assertThat(store.get("bot@1|all|LlmSecretLeak|secret").alert().state())
        .isEqualTo(State.RESOLVED);
    driver.advanceWallClockTime(Duration.ofHours(25));

    assertThat(store.get("bot@1|all|LlmSecretLeak|secret")).isNull();
    assertThat(gone).hasSize(1);
  }

  private void send(String alert, Instant at, String interaction) {
    Evidence e =
        new Evidence(
            alert,
            "bot@1",
            "all",
            "secret",
            Severity.CRITICAL,
            true,
            1,
            0,
            at,
            Optional.of(interaction));
    evidence.pipeInput(e.scope().key(), e);
  }

  private Topology topology() {
    AlertListener listener =
        new AlertListener() {
          @Override
          public void changed(Alert alert) {}

          @Override
          public void known(Alert alert) {}

          @Override
          public void gone(Alert alert) {
            gone.add(alert);
          }
        };
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("evidence", Consumed.with(Serdes.String(), Evidence.SERDE))
        .process(AlertProcessor.supplier(listener))
        .to("alerts", Produced.with(Serdes.String(), Topics.ALERTS.values()));
    return builder.build();
  }

  private static Properties config() {
    Properties config = new Properties();
    config.put("state.dir", states.toString());
    return config;
  }
}
