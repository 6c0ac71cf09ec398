package io.glasswatch.stream.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Rejected;
import io.glasswatch.stream.ingest.Half;
import io.glasswatch.stream.ingest.IngestEvents;
import io.glasswatch.stream.ingest.IngestProcessor;
import io.glasswatch.stream.ingest.Limits;
import io.glasswatch.stream.ingest.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2025-11-22T12:00:00Z");
  private static final String REQUEST =
      """
      {"id": "r-1", "conversation_id": "c-1", "ts": "2025-11-22T12:00:00Z",
       "request": {"model": "m", "messages": [{"role": "user", "content": "Hi?"}]}}
      """;
  private static final String RESPONSE =
      """
      {"id": "r-1", "ts": "2025-11-22T12:00:02Z", "response": {"object": "chat.completion",
       "model": "m-1", "choices": [{"message": {"role": "assistant", "content": "Hello."}}]}}
      """;

  @TempDir private Path state;

  private final List<Interaction> whole = new CopyOnWriteArrayList<>();
  private final List<PairEvents.Outcome> outcomes = new ArrayList<>();
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> log;

  @BeforeEach
  void open() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver = new TopologyTestDriver(topology().build(), properties, NOON);
    log = driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aRequestAndItsResponseBecomeOneInteractionInEitherOrder() {
    send(REQUEST);
    send(RESPONSE);
    send(RESPONSE.replace("r-1", "r-2"));
    send(REQUEST.replace("r-1", "r-2"));

    assertThat(whole).extracting(Interaction::id).containsExactly("r-1", "r-2");
    assertThat(whole).allSatisfy(PairingTest::assertExchange);
    assertThat(outcomes).containsExactly(PairEvents.Outcome.PAIRED, PairEvents.Outcome.PAIRED);
  }

  @Test
  void aHalfThatIsAloneIsSentOnAsSuchWhenItsDeadlineHasPassed() {
    send(REQUEST);
    send(RESPONSE.replace("r-1", "r-2"));

    driver.advanceWallClockTime(DEADLINE.minusSeconds(2));
    assertThat(whole).isEmpty();
    driver.advanceWallClockTime(Duration.ofSeconds(4));

    assertThat(whole)
        .extracting(Interaction::contentMissing)
        .allMatch(missing -> missing.orElseThrow() == ContentMissing.HALF)
        .hasSize(2);
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            PairEvents.Outcome.REQUEST_ALONE, PairEvents.Outcome.RESPONSE_ALONE);
  }

  @Test
  void aRepeatedHalfAndOneThatComesLateMakeNoSecondInteraction() {
    send(REQUEST);
    send(REQUEST);
    send(RESPONSE);
    send(RESPONSE);
    driver.advanceWallClockTime(DEADLINE.plusSeconds(2));

    assertThat(whole).hasSize(1);
    assertThat(outcomes)
        .containsExactly(
            PairEvents.Outcome.REPEATED, PairEvents.Outcome.PAIRED, PairEvents.Outcome.LATE);
    assertThat(driver.getKeyValueStore("pairs").get("r-1")).isNull();
  }

  @Test
  void cloudEventsPairByTheirId() {
    event("request", "{\"inputs\": [{\"name\": \"text\", \"data\": [\"Hi?\"]}]}");
    event("response", "{\"predictions\": [\"Hello.\"]}");

    assertThat(whole).hasSize(1);
    assertThat(whole.get(0).id()).isEqualTo("e-1");
    assertThat(whole.get(0).model().name()).isEqualTo("bot");
    assertThat(whole.get(0).request()).containsExactly(new Message(Message.USER, "Hi?"));
    assertThat(whole.get(0).responseText()).isEqualTo("Hello.");
  }

  @Test
  void eventsOfOneSpanPairOverBatches() {
    send(batch("gen_ai.user.message", "{\"stringValue\": \"Hi?\"}"));
    send(
        batch(
            "gen_ai.choice",
            "{\"kvlistValue\": {\"values\": [{\"key\": \"content\", \"value\": {\"stringValue\": \"Hello.\"}}]}}"));

    assertThat(whole).hasSize(1);
    assertThat(whole.get(0).request()).containsExactly(new Message(Message.USER, "Hi?"));
    assertThat(whole.get(0).responseText()).isEqualTo("Hello.");
  }

  private static void assertExchange(Interaction interaction) {
    assertThat(interaction.conversation()).isEqualTo("c-1");
    assertThat(interaction.model().name()).isEqualTo("m-1");
    assertThat(interaction.time()).isEqualTo(NOON.plusSeconds(2));
    assertThat(interaction.latencySeconds()).isEqualTo(OptionalDouble.of(2));
    assertThat(interaction.request()).containsExactly(new Message(Message.USER, "Hi?"));
    assertThat(interaction.responseText()).isEqualTo("Hello.");
    assertThat(interaction.contentMissing()).isEmpty();
  }

  private static String batch(String event, String body) {
    return """
    {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"eventName": "%s", "body": %s,
     "timeUnixNano": "1763812800000000000", "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
     "spanId": "00f067aa0ba902b7", "attributes": []}]}]}]}
    """
        .formatted(event, body);
  }

  private void send(String json) {
    log.pipeInput(null, json.getBytes(StandardCharsets.UTF_8), NOON);
  }

  private void event(String type, String data) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", "e-1".getBytes(StandardCharsets.UTF_8));
    headers.add(
        "ce_type", ("org.kubeflow.serving.inference." + type).getBytes(StandardCharsets.UTF_8));
    headers.add("ce_inferenceservicename", "bot".getBytes(StandardCharsets.UTF_8));
    log.pipeInput(new TestRecord<>(null, data.getBytes(StandardCharsets.UTF_8), headers, NOON));
  }

  @SuppressWarnings("unchecked")
  private StreamsBuilder topology() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<?, ?> read =
        builder.stream("in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
            .process(() -> new IngestProcessor(Limits.STANDARD, new Ignored()), Named.as("ingest"));
    KStream<String, Interaction> paired =
        ((KStream<String, Half>) read)
            .filter((pair, half) -> true, Named.as(IngestProcessor.HALVES_TO))
            .process(PairProcessor.supplier(DEADLINE, outcomes::add), Named.as("pair"));
    ((KStream<String, Interaction>) read)
        .merge(paired, Named.as(IngestProcessor.INTERACTIONS_TO))
        .foreach((conversation, interaction) -> whole.add(interaction), Named.as("out"));
    read.filter((key, value) -> value instanceof Rejected, Named.as(IngestProcessor.REJECTED_TO));
    return builder;
  }

  /** Nobody counts. */
  private static final class Ignored implements IngestEvents {
    @Override
    public void accepted(Reading.Read read) {}

    @Override
    public void rejected(Rejected.Reason reason) {}
  }
}
