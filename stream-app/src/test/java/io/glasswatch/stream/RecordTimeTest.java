package io.glasswatch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.ingest.IngestEvents;
import io.glasswatch.stream.ingest.IngestProcessor;
import io.glasswatch.stream.ingest.Limits;
import io.glasswatch.stream.ingest.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose timestamp is none, under the properties of the app. */
class RecordTimeTest {

  private static final String IN = Topics.INTERACTIONS.name();

  @TempDir private Path dir;

  private final List<Interaction> read = new ArrayList<>();
  private final List<Rejected.Reason> rejected = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {-1, -62_135_596_800_000L, Long.MIN_VALUE})
  void aRecordWithoutATimestampIsReadLikeAnyOther(long timestamp) {
    Instant before = Instant.now();
    StreamSettings settings =
        StreamSettings.from(
            Map.of("KAFKA_BOOTSTRAP_SERVERS", "none:1", "STATE_DIR", dir.toString()));
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology(), StreamProperties.of(settings, "", Map.of()))) {
      var log = driver.createInputTopic(IN, new ByteArraySerializer(), new ByteArraySerializer());
      Instant none = Instant.ofEpochMilli(timestamp);
      log.pipeInput(null, bytes("{\"id\":\"i\",\"model\":\"m\",\"prompt\":\"hi\"}"), none);
      log.pipeInput(null, bytes("no JSON"), none);
    }

    assertThat(read).hasSize(1);
    assertThat(read.get(0).time()).isBetween(before.minusMillis(1), Instant.now());
    assertThat(rejected).containsExactly(Rejected.Reason.MALFORMED_JSON);
  }

  private Topology topology() {
    IngestEvents events =
        new IngestEvents() {
          @Override
          public void accepted(Reading.Read reading) {
            read.addAll(reading.interactions());
          }

          @Override
          public void rejected(Rejected.Reason reason) {
            rejected.add(reason);
          }
        };
    return new Topology()
        .addSource("log", new ByteArrayDeserializer(), new ByteArrayDeserializer(), IN)
        .addProcessor("ingest", () -> new IngestProcessor(Limits.STANDARD, events), "log")
        .addSink(
            IngestProcessor.REJECTED_TO,
            "rejected",
            Topics.REJECTED.keys().serializer(),
            Topics.REJECTED.values().serializer(),
            "ingest")
        .addProcessor(IngestProcessor.INTERACTIONS_TO, End::new, "ingest");
  }

  private static final class End implements Processor<Object, Object, Void, Void> {
    @Override
    public void process(Record<Object, Object> record) {}
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
