package io.glasswatch.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.chaos.check.Violation.What;
import io.glasswatch.chaos.traffic.Fate;
import io.glasswatch.chaos.traffic.Line;
import io.glasswatch.chaos.traffic.Sent;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.DriftDelta;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The checker is trusted because it calls each thing that goes wrong by its name. */
class CheckerTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Assessment> assessed = new ArrayList<>();
  private final List<Integer> rejected = new ArrayList<>(List.of(3));
  private final WindowCounts counted = new WindowCounts();

  CheckerTest() {
    for (int i = 0; i < 3; i++) {
      assessed.add(assessment("i-" + i, "bot"));
      counted.add(assessed.get(i).signals());
    }
  }

  @Test
  void allIsWellIfAllIsWell() {
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsMissingIsLost() {
    assessed.remove(1);
    assertThat(found()).contains(What.LOST);
  }

  @Test
  void aRejectedRecordThatIsMissingIsLost() {
    rejected.clear();
    assertThat(found()).containsExactly(What.LOST);
  }

  @Test
  void whatComesTwiceIsDuplicated() {
    assessed.add(assessed.get(2));
    assertThat(found()).contains(What.DUPLICATED);
  }

  @Test
  void whatWasNeverSentIsUnseen() {
    assessed.add(assessment("i-9", "bot"));
    assertThat(found()).contains(What.UNSEEN);
  }

  @Test
  void whatComesBeforeItsTimeIsReordered() {
    Collections.swap(assessed, 0, 1);
    assertThat(found()).containsExactly(What.REORDERED);
  }

  @Test
  void whatIsJudgedOtherwiseIsAWrongVerdict() {
    assessed.set(1, assessment("i-1", "another"));
    assertThat(found()).contains(What.WRONG_VERDICT);
  }

  @Test
  void aCountTooManyIsAWrongAggregate() {
    counted.add(Map.of("length", 1.0));
    assertThat(found()).containsExactly(What.WRONG_AGGREGATE);
  }

  private Set<What> found() {
    Outcomes outcomes = new Outcomes();
    assessed.forEach(a -> outcomes.note(record(Topics.ASSESSMENTS, a.conversation(), a), NOON));
    rejected.forEach(
        offset ->
            outcomes.note(
                record(
                    Topics.REJECTED,
                    "k",
                    new Rejected(
                        Rejected.Reason.EMPTY, "", "llm.interactions", 0, offset, new byte[0])),
                NOON));
    byte[] delta =
        DriftDelta.SERDE
            .serializer()
            .serialize("", new DriftDelta(0, NOON.toEpochMilli(), 0, counted));
    outcomes.note(
        record(Outcomes.DELTAS, new Scope("bot", Scope.ALL).key(), delta, new RecordHeaders()),
        NOON);
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sent.add(sent(i, new Fate.Assessed("i-" + i, "bot", Optional.of(Set.of()), true)));
    }
    sent.add(sent(3, new Fate.Refused(Rejected.Reason.EMPTY)));
    sent.add(sent(4, new Fate.Again()));
    return new HashSet<>(new Checker(sent).check(outcomes).stream().map(Violation::what).toList());
  }

  private static Sent sent(int number, Fate fate) {
    return new Sent(new Line("c", Optional.empty(), fate), 0, number, NOON, number);
  }

  private static Assessment assessment(String id, String model) {
    return new Assessment(
        id,
        "c",
        new ModelVersion(model, ""),
        Map.of(),
        NOON,
        Map.of("length", 5.0),
        List.of(),
        new Sample(Sample.Reason.SKIPPED, 0),
        "r");
  }

  private static <V> ConsumerRecord<byte[], byte[]> record(Topic<?, V> topic, String key, V value) {
    RecordHeaders headers = new RecordHeaders();
    byte[] bytes = topic.values().serializer().serialize(topic.name(), headers, value);
    return record(topic.name(), key, bytes, headers);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, String key, byte[] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        topic,
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        key.getBytes(StandardCharsets.UTF_8),
        value,
        headers,
        Optional.empty());
  }
}
