package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

  @Test
  void onlyTheAddressOfKafkaIsRequired() {
    StreamSettings settings = StreamSettings.from(Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"));

    assertThat(settings.kafka().bootstrapServers()).isEqualTo("kafka:9092");
    assertThat(settings.httpHost()).isEqualTo("127.0.0.1");
    assertThat(settings.drift().dimensions()).isEqualTo(List.of("tenant", "language", "route"));
    assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void readsAThresholdForEachCategory() {
    StreamSettings settings =
        StreamSettings.from(
            Map.of("KAFKA_BOOTSTRAP_SERVERS", "k", "MODEL_THRESHOLDS", "hate=0.9, violence=0.75"));

    assertThat(settings.join().modelThresholds()).isEqualTo(Map.of("hate", 0.9, "violence", 0.75));
  }

  @Test
  void reportsEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                StreamSettings.from(
                    Map.of(
                        "PARTITIONS", "0",
                        "HTTP_PORT", "http",
                        "COMMIT_INTERVAL", "200ms",
                        "MODEL_THRESHOLDS", "hate")))
        .hasMessage(
            """
            bad configuration:
              KAFKA_BOOTSTRAP_SERVERS is required
              PARTITIONS must be 1 to 1000, but was 0
              COMMIT_INTERVAL cannot be read from "200ms": Text cannot be parsed to a Duration
              HTTP_PORT cannot be read from "http": For input string: "http"
              MODEL_THRESHOLDS cannot be read from "hate": expected category=score, but found "hate\"""");
  }
}
