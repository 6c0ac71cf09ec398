package io.glasswatch.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.detect.DetectProcessor;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleBook;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.sample.Assessed;
import io.glasswatch.stream.sample.SampleProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

  @TempDir private Path state;

  private final ConcurrentLinkedQueue<Record<String, Assessed>> assessed =
      new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Rejected.Reason> reasons = new ConcurrentLinkedQueue<>();

  @Test
  void aRecordBecomesAnAssessmentKeyedByConversationAtItsEventTime() {
    try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties())) {
      topic(driver)
          .pipeInput(
              null,
              bytes(
                  """
                  {"id": "i", "conversation": "c", "model": "m", "time": "2026-11-22T12:00:00Z",
                   "prompt": "hi", "response": "It is AKIAQ3EGRVLMZ7KXW5PD"}
                  """),
              Instant.parse("2026-11-22T13:00:00Z"));
    }
    Record<String, Assessed> record = assessed.remove();
    assertThat(record.key()).isEqualTo("c");
    assertThat(record.timestamp()).isEqualTo(1_795_348_800_000L);
    assertThat(record.value().assessment().sample())
        .isEqualTo(new Sample(Sample.Reason.FLAGGED, 1));
    assertThat(record.value().assessment().flagged()).isTrue();
  }

  @Test
  void whatCannotBeReadIsRejectedWithItsBytesAndItsPlace() {
    try (TopologyTestDriver driver = new TopologyTestDriver(topology(), properties())) {
      TestInputTopic<byte[], byte[]> in = topic(driver);
      in.pipeInput(bytes("k"), bytes("{\"id\": 1"));
      in.pipeInput(bytes("k"), (byte[]) null);

      var out =
          driver.createOutputTopic(
              Topics.REJECTED.name(),
              Topics.REJECTED.keys().deserializer(),
              Topics.REJECTED.values().deserializer());
      assertThat(out.readValue())
          .isEqualTo(
              new Rejected(
                  Rejected.Reason.MALFORMED_JSON,
                  "not JSON at byte 8",
                  "in",
                  0,
                  0,
                  bytes("{\"id\": 1")));
      assertThat(out.readValue().reason()).isEqualTo(Rejected.Reason.EMPTY);
    }
    assertThat(reasons).containsExactly(Rejected.Reason.MALFORMED_JSON, Rejected.Reason.EMPTY);
    assertThat(assessed).isEmpty();
  }

  @Test
  void aNewPackIsInForceForTheNextRecord() {
    RuleBook book = new RuleBook(List.of());
    byte[] record = bytes("{\"id\": \"i\", \"model\": \"m\", \"response\": \"say plugh\"}");
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology(book::current), properties())) {
      topic(driver).pipeInput(null, record, Instant.now());
      book.put(
          """
          pack: mine
          rules:
            - id: mine.word
              category: secret
              about: A word
              severity: {response: warning}
              patterns: ['plugh']
              matches: ['plugh']
              spares: ['say']
          """);
      topic(driver).pipeInput(null, record, Instant.now());
    }
    assertThat(assessed)
        .extracting(a -> a.value().assessment().flagged())
        .containsExactly(false, true);
    assertThat(assessed)
        .extracting(a -> a.value().assessment().rules())
        .last()
        .isEqualTo(book.current().hash());
  }

  private Topology topology() {
    return topology(RuleSet::standard);
  }

  private Topology topology(Supplier<RuleSet> rules) {
    IngestEvents events =
        new IngestEvents() {
          @Override
          public void accepted(Reading.Read read) {}

          @Override
          public void rejected(Rejected.Reason reason) {
            reasons.add(reason);
          }
        };
    return new Topology()
        .addSource(
            "in",
            Topics.INTERACTIONS.keys().deserializer(),
            Topics.INTERACTIONS.values().deserializer(),
            "in")
        .addProcessor("ingest", () -> new IngestProcessor(Limits.STANDARD, events), "in")
        .addSink(
            IngestProcessor.REJECTED_TO,
            Topics.REJECTED.name(),
            Topics.REJECTED.keys().serializer(),
            Topics.REJECTED.values().serializer(),
            "ingest")
        .addProcessor(
            IngestProcessor.INTERACTIONS_TO,
            () ->
                new DetectProcessor(
                    rules, Learned.shipped(), Signals.standard(), (d, seconds) -> {}),
            "ingest")
        .addProcessor(
            "sample", () -> new SampleProcessor(10, () -> 0), IngestProcessor.INTERACTIONS_TO)
        .addProcessor("out", () -> new Collect(assessed), "sample");
  }

  private static TestInputTopic<byte[], byte[]> topic(TopologyTestDriver driver) {
    return driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    return properties;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Collect(ConcurrentLinkedQueue<Record<String, Assessed>> into)
      implements Processor<String, Assessed, Void, Void> {
    @Override
    public void process(Record<String, Assessed> record) {
      into.add(record);
    }
  }
}
