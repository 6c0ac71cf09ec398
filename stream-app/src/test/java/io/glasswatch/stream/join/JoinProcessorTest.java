package io.glasswatch.stream.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Erasure;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.Samples;
import io.glasswatch.stream.state.TimedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinProcessorTest {

  private static final JoinSettings SETTINGS =
      new JoinSettings(Duration.ofSeconds(30), Duration.ofHours(1), Map.of());

  @TempDir java.nio.file.Path state;
  private final Counted events = new Counted();
  private TopologyTestDriver driver;
  private TestInputTopic<String, Piece> in;
  private TestOutputTopic<String, Case> out;
  private int explainedNow;

  /** Pieces pass by reference: the topology between source and processor needs no bytes. */
  private final List<Piece> inFlight = new ArrayList<>();

  @BeforeEach
  void start() {
    Serde<Piece> byReference =
        Serdes.serdeFrom(
            (topic, piece) -> {
              inFlight.add(piece);
              return new byte[] {(byte) (inFlight.size() - 1)};
            },
            (topic, bytes) -> inFlight.get(bytes[0]));
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("pieces", Consumed.with(Serdes.String(), byReference))
        .process(
            JoinProcessor.supplier(
                SETTINGS, () -> new ModelFindings(SETTINGS.modelThresholds()), events))
        .peek((key, joined) -> explainedNow += joined.explainedNow() ? 1 : 0)
        .mapValues(Joined::item)
        .to(
            "cases",
            Produced.with(Serdes.String(), io.glasswatch.contract.Serdes.json(Case.class)));
    KStream<String, Object> erased =
        builder.stream(
                Topics.ERASURES.name(), Consumed.with(Serdes.String(), Topics.ERASURES.values()))
            .process(
                () -> new EraseProcessor(events),
                Named.as("erase"),
                JoinStores.CASES,
                JoinStores.FINGERPRINTS);
    erased.filter((key, item) -> true, Named.as(EraseProcessor.CASES_TO));
    erased.filter((key, done) -> true, Named.as(EraseProcessor.OPERATIONS_TO));
    erased.filter((key, seen) -> true, Named.as(EraseProcessor.FORGOTTEN_TO));
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver = new TopologyTestDriver(builder.build(), properties, Samples.NOON);
    in = driver.createInputTopic("pieces", Serdes.String().serializer(), byReference.serializer());
    out =
        driver.createOutputTopic(
            "cases",
            Serdes.String().deserializer(),
            io.glasswatch.contract.Serdes.json(Case.class).deserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void aCaseIsForwardedWhenItsExplanationComes() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    assertThat(out.isEmpty()).isTrue();

    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    assertThat(out.readValue().explanation()).contains(Samples.explained("i", 0.1));
    assertThat(events.closed).isEqualTo(1);
  }

  @Test
  void anExplanationMayComeBeforeItsRequest() {
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));

    assertThat(out.readValuesToList()).hasSize(1);
  }

  @Test
  void theSameAnswerTwiceIsOneCase() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));

    assertThat(out.readValuesToList()).hasSize(1);
    assertThat(events.ignored).containsExactly(JoinEvents.Ignored.REPEATED);
  }

  @Test
  void aCaseComesToBeExplainedOnceWhateverIsRepeatedOrAddedLater() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    driver.advanceWallClockTime(Duration.ofSeconds(31));
    assertThat(explainedNow).isZero();

    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    in.pipeInput("c", new Piece.FoundLater("i", Samples.finding("later.rule")));

    assertThat(out.readValuesToList()).hasSize(3);
    assertThat(explainedNow).isEqualTo(1);
  }

  @Test
  void aPassedDeadlineIsAnOutcome() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    driver.advanceWallClockTime(Duration.ofSeconds(29));
    assertThat(out.isEmpty()).isTrue();

    driver.advanceWallClockTime(Duration.ofSeconds(2));
    Explanation outcome = out.readValue().explanation().orElseThrow();
    assertThat(outcome).isInstanceOf(Unexplained.class);
    assertThat(((Unexplained) outcome).reason()).isEqualTo(Unexplained.NO_ANSWER);
  }

  @Test
  void aLateAnswerStillReachesTheCase() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    driver.advanceWallClockTime(Duration.ofSeconds(31));
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));

    assertThat(out.readValuesToList().get(1).explanation()).contains(Samples.explained("i", 0.1));
    assertThat(events.late).isEqualTo(1);
    assertThat(events.closed).isEqualTo(1);
  }

  @Test
  void aScoreAtItsThresholdIsAFinding() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.5)));

    assertThat(out.readValue().later()).extracting(Finding::rule).containsExactly("model.hate");
    assertThat(events.later).containsExactly("model.hate");
  }

  @Test
  void aPieceWithoutItsInteractionIsDroppedAndCounted() {
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    driver.advanceWallClockTime(Duration.ofSeconds(31));

    assertThat(events.ignored).containsExactly(JoinEvents.Ignored.ORPHANED);
    assertThat(driver.getKeyValueStore("cases").get("i")).isNull();
  }

  @Test
  void aCaseIsForgottenAfterItsRetention() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    driver.advanceWallClockTime(Duration.ofMinutes(59));
    assertThat(driver.getKeyValueStore("cases").get("i")).isNotNull();
    assertThat(driver.getKeyValueStore("case-fingerprints").get(new TimedKey(Samples.NOON, "i")))
        .isEqualTo(Fingerprint.of(Samples.interaction("i")));

    driver.advanceWallClockTime(Duration.ofMinutes(2));
    assertThat(driver.getKeyValueStore("case-fingerprints").approximateNumEntries()).isZero();
    assertThat(driver.getKeyValueStore("cases").get("i")).isNull();
    for (String index : List.of("cases-by-time", "cases-by-conversation")) {
      assertThat(driver.getKeyValueStore(index).approximateNumEntries()).as(index).isZero();
    }
  }

  @Test
  void anErasedCaseIsNoLongerFoundByItsLikeness() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    in.pipeInput("c", new Piece.Asked(Samples.request("j")));

    driver
        .createInputTopic(
            Topics.ERASURES.name(),
            Serdes.String().serializer(),
            Topics.ERASURES.values().serializer())
        .pipeInput("0", Erasure.of("i", "ada", Samples.NOON));

    KeyValueStore<TimedKey, Fingerprint> prints = driver.getKeyValueStore("case-fingerprints");
    assertThat(prints.get(new TimedKey(Samples.NOON, "i"))).isNull();
    assertThat(prints.get(new TimedKey(Samples.NOON, "j"))).isNotNull();
  }

  @Test
  void theCasesThatWaitAreCounted() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    in.pipeInput("c", new Piece.Asked(Samples.request("j")));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(events.waiting).containsExactly(Map.entry(0, 2L));

    in.pipeInput("c", new Piece.Answered(Samples.explained("i", 0.1)));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(events.waiting).containsExactly(Map.entry(0, 1L));

    driver.advanceWallClockTime(Duration.ofMinutes(5));
    assertThat(events.waiting).containsExactly(Map.entry(0, 0L));
  }

  @Test
  void whoseTaskEndsReportsNoCases() {
    in.pipeInput("c", new Piece.Asked(Samples.request("i")));
    driver.advanceWallClockTime(Duration.ofSeconds(1));

    driver.close();
    assertThat(events.waiting).isEmpty();

    start();
  }

  private static final class Counted implements JoinEvents {
    private int closed;
    private int late;
    private final List<String> later = new ArrayList<>();
    private final List<Ignored> ignored = new ArrayList<>();
    private final Map<Integer, Long> waiting = new HashMap<>();

    @Override
    public void closed(Case complete) {
      closed++;
    }

    @Override
    public void foundLater(Case item, Finding finding) {
      later.add(finding.rule());
    }

    @Override
    public void late() {
      late++;
    }

    @Override
    public void erased() {}

    @Override
    public void ignored(Ignored why) {
      ignored.add(why);
    }

    @Override
    public void waiting(int partition, long cases) {
      waiting.put(partition, cases);
    }

    @Override
    public void gone(int partition) {
      waiting.remove(partition);
    }
  }
}
