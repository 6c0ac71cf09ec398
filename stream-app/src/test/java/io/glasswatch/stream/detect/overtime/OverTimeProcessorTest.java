package io.glasswatch.stream.detect.overtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverTimeProcessorTest {

  private static final Finding INJECTION =
      PatternsOverTimeTest.finding(Category.PROMPT_INJECTION, Severity.WARNING);

  @TempDir private Path state;

  private final ConcurrentLinkedQueue<LaterFinding> found = new ConcurrentLinkedQueue<>();

  @Test
  void aPatternIsSentOnWithTheAssessmentThatCompletedIt() {
    try (TopologyTestDriver driver = driver()) {
      List<Assessment> sent = send(driver, 0, INJECTION, INJECTION, INJECTION);

      assertThat(found)
          .extracting(LaterFinding::interaction, LaterFinding::model, LaterFinding::time)
          .containsExactly(
              tuple(sent.get(2).interaction(), sent.get(2).model(), sent.get(2).time()));
    }
  }

  @Test
  void aQuietConversationIsForgotten() {
    try (TopologyTestDriver driver = driver()) {
      send(driver, 0, INJECTION);
      KeyValueStore<String, History> store = driver.getKeyValueStore("conversations");
      assertThat(store.get("c-1").turns()).hasSize(1);

      Assessment later = PatternsOverTimeTest.assessment("z", 61);
      driver
          .createInputTopic(
              "in",
              Topics.ASSESSMENTS.keys().serializer(),
              Topics.ASSESSMENTS.values().serializer())
          .pipeInput("c-2", later);
      driver.advanceWallClockTime(Duration.ofSeconds(10));

      assertThat(store.get("c-1")).isNull();
    }
  }

  private List<Assessment> send(TopologyTestDriver driver, int minute, Finding... findings) {
    var topic =
        driver.createInputTopic(
            "in", Topics.ASSESSMENTS.keys().serializer(), Topics.ASSESSMENTS.values().serializer());
    List<Assessment> sent = new ArrayList<>();
    for (Finding finding : findings) {
      sent.add(PatternsOverTimeTest.assessment("i-" + sent.size(), minute, finding));
      topic.pipeInput("c-1", sent.get(sent.size() - 1));
    }
    return sent;
  }

  private TopologyTestDriver driver() {
    Topology topology =
        new Topology()
            .addSource(
                "in",
                Topics.ASSESSMENTS.keys().deserializer(),
                Topics.ASSESSMENTS.values().deserializer(),
                "in")
            .addProcessor("overtime", () -> new OverTimeProcessor(Duration.ofHours(1)), "in")
            .addStateStore(OverTimeProcessor.STORE.builder(), "overtime")
            .addProcessor("out", () -> new Collect(found), "overtime");
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    return new TopologyTestDriver(topology, properties);
  }

  private record Collect(ConcurrentLinkedQueue<LaterFinding> into)
      implements Processor<String, LaterFinding, Void, Void> {
    @Override
    public void process(Record<String, LaterFinding> record) {
      into.add(record.value());
    }
  }
}
