package io.glasswatch.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Freeze;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.alert.Evidence;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.judge.Detectors;
import io.glasswatch.stream.drift.judge.DriftVerdict;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.drift.judge.Reference;
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
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftTopologyTest {

  @TempDir static Path states;

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final DriftSettings SETTINGS =
      new DriftSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          50,
          400,
          List.of("tenant"),
          2,
          1,
          4,
          Detectors.PSI,
          0.25);

  private final Listening listening = new Listening();
  private final Random random = new Random(1);
  private final TopologyTestDriver driver = new TopologyTestDriver(topology(), config(), NOON);
  private final TestInputTopic<String, Assessment> input =
      driver.createInputTopic(
          "assessments", Serdes.String().serializer(), Topics.ASSESSMENTS.values().serializer());
  private final TestOutputTopic<String, DriftDelta> deltas =
      driver.createOutputTopic(
          "deltas", Serdes.String().deserializer(), DriftDelta.SERDE.deserializer());
  private final TestOutputTopic<String, Evidence> evidence =
      driver.createOutputTopic(
          "evidence", Serdes.String().deserializer(), Evidence.SERDE.deserializer());
  private final TestInputTopic<String, Freeze> freezes =
      driver.createInputTopic(
          "freezes", Serdes.String().serializer(), Topics.FREEZES.values().serializer());
  private final TestOutputTopic<String, Operation> operations =
      driver.createOutputTopic(
          "operations", Serdes.String().deserializer(), Topics.OPERATIONS.values().deserializer());
  private Instant now = NOON;
  private int sent;
  private boolean closed;

  @AfterEach
  void close() {
    if (!closed) {
      closed = true;
      driver.close();
    }
  }

  @Test
  void everyInteractionIsInTheDeltasOnceInEachOfItsScopes() {
    for (int i = 0; i < 250; i++) {
      send("acme", 100);
      if (i % 60 == 0) {
        pass(Duration.ofSeconds(1));
      }
    }
    pass(Duration.ofSeconds(1));

    Map<String, Long> records = new TreeMap<>();
    for (KeyValue<String, DriftDelta> delta : deltas.readKeyValuesToList()) {
      records.merge(delta.key, delta.value.counts().records(), Long::sum);
    }
    assertThat(records).isEqualTo(Map.of("bot@1|all", 250L, "bot@1|tenant=acme", 250L));
  }

  @Test
  void aJumpIsEvidenceInItsSegmentOnlyAndOnlyAfterTheReference() {
    traffic(10, 100, 100);
    List<Evidence> calm = evidence.readValuesToList();
    Instant jump = now;
    traffic(3, 100, 300);
    List<Evidence> after =
        evidence.readValuesToList().stream().filter(e -> e.at().isAfter(jump)).toList();

    assertThat(calm).isNotEmpty().noneMatch(Evidence::breached);
    assertThat(after)
        .filteredOn(e -> e.segment().equals("tenant=bee") && e.signal().equals("length"))
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(e.breached()).isTrue();
              assertThat(e.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(e.value()).isGreaterThan(e.threshold());
              assertThat(e.alert()).isEqualTo("LlmResponseDrift");
            });
    assertThat(after)
        .filteredOn(e -> e.segment().equals("tenant=acme") || e.signal().equals("refusal"))
        .isNotEmpty()
        .noneMatch(Evidence::breached);
  }

  /** A shift of 0.36 standard deviations; a single window would need 0.5. */
  @Test
  void aSmallShiftThatLastsIsEvidenceThoughNoWindowShowsItByItself() {
    traffic(10, 100, 100);
    assertThat(evidence.readValuesToList()).noneMatch(Evidence::breached);
    traffic(4, 120, 120);
    List<Evidence> after =
        evidence.readValuesToList().stream().filter(e -> e.segment().equals("all")).toList();

    assertThat(after)
        .filteredOn(e -> e.signal().equals("length"))
        .isNotEmpty()
        .noneMatch(Evidence::breached);
    assertThat(after)
        .filteredOn(e -> e.signal().equals("length_lasting"))
        .filteredOn(Evidence::breached)
        .hasSizeGreaterThan(1)
        .allMatch(e -> e.severity() == Severity.WARNING);
    assertThat(after)
        .filteredOn(e -> e.signal().equals("refusal_lasting"))
        .isNotEmpty()
        .noneMatch(Evidence::breached);
  }

  @Test
  void aWindowThatDriftedByItselfDoesNotAddUp() {
    traffic(10, 100, 100);
    Instant jump = now;
    traffic(4, 300, 300);

    assertThat(evidence.readValuesToList())
        .filteredOn(e -> e.at().isAfter(jump) && e.signal().equals("length_lasting"))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.value()).isZero());
  }

  @Test
  void aWindowIsUndecidedUntilThereIsAReferenceAndStableAfterwards() {
    traffic(2, 100, 100);
    assertThat(listening.verdict("bot@1", "all", "length")).isInstanceOf(Undecided.class);
    traffic(6, 100, 100);
    assertThat(listening.verdict("bot@1", "all", "length")).isInstanceOf(Stable.class);
  }

  @Test
  void windowsThatAreTooSmallAreMergedUntilTheyAreNot() {
    traffic(6, 100, 100);
    evidence.readValuesToList();
    for (int i = 0; i < 51; i++) {
      send("acme", 100);
      pass(Duration.ofSeconds(11));
    }
    List<Evidence> judged = evidence.readValuesToList();

    assertThat(judged)
        .filteredOn(e -> e.segment().equals("all"))
        .extracting(Evidence::signal)
        .containsExactlyInAnyOrder("length", "refusal", "length_lasting", "refusal_lasting");
    assertThat(listening.verdict("bot@1", "all", "length"))
        .isInstanceOfSatisfying(Undecided.class, u -> assertThat(u.needed()).isEqualTo(50));
  }

  @Test
  void whatComesAfterItsWindowWasJudgedIsCountedAsLate() {
    traffic(3, 100, 100);
    now = NOON;
    send("acme", 100);
    pass(Duration.ofSeconds(2));

    assertThat(listening.uncounted).containsEntry(DriftListener.Uncounted.LATE, 2L);
  }

  @Test
  void aTimeThatCannotBeIsCountedAndMovesNoWindow() {
    send(NOON.plus(Duration.ofDays(400)), "acme", 100);
    send(Instant.EPOCH.minusMillis(1), "acme", 100);
    send(Instant.MAX.minusSeconds(1), "acme", 100);
    pass(Duration.ofSeconds(2));

    assertThat(listening.uncounted).containsEntry(DriftListener.Uncounted.IMPOSSIBLE_TIME, 3L);
    assertThat(deltas.isEmpty()).isTrue();
  }

  @Test
  void segmentsBeyondTheCapAreCountedAsOther() {
    for (String tenant : List.of("a", "b", "c", "d", "a")) {
      send(tenant, 100);
    }
    pass(Duration.ofSeconds(1));

    Map<String, Long> records = new TreeMap<>();
    for (KeyValue<String, DriftDelta> delta : deltas.readKeyValuesToList()) {
      records.merge(delta.key, delta.value.counts().records(), Long::sum);
    }
    assertThat(records)
        .isEqualTo(
            Map.of(
                "bot@1|all", 5L,
                "bot@1|tenant=a", 2L,
                "bot@1|tenant=b", 1L,
                "bot@1|tenant=other", 2L));
    assertThat(listening.folded).containsExactly("tenant", "tenant");
  }

  @Test
  void aValueThatIsNotSeenForAWeekGivesItsPlaceToTheNext() {
    send("a", 100);
    send("b", 100);
    pass(Duration.ofDays(4));
    send("b", 100);
    send("c", 100);
    pass(Duration.ofDays(5));
    send("c", 100);
    pass(Duration.ofSeconds(2));

    assertThat(listening.folded).containsExactly("tenant");
    assertThat(deltas.readKeyValuesToList())
        .extracting(delta -> delta.key)
        .contains("bot@1|tenant=other")
        .endsWith("bot@1|all", "bot@1|tenant=c");
  }

  @Test
  void aScopeWithoutTrafficIsForgottenAfterTwoWeeks() {
    send("acme", 100);
    pass(Duration.ofDays(15));
    send("bee", 100);
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofSeconds(1));
    }

    assertThat(listening.gone).containsExactly(new Scope("bot@1", "tenant=acme"));
  }

  @Test
  void aPartitionThatMovesAwayTakesItsScopesAlong() {
    traffic(2, 100, 100);
    close();

    assertThat(listening.gone)
        .containsExactlyInAnyOrder(
            new Scope("bot@1", "all"),
            new Scope("bot@1", "tenant=acme"),
            new Scope("bot@1", "tenant=bee"));
  }

  @Test
  void aFrozenReferenceIsWhatIsNormalFromThenOnAndUntilThenTheOldOneJudges() {
    traffic(10, 100, 100);
    traffic(2, 300, 300);
    assertThat(breaches("all")).isNotEmpty();
    Reference old = listening.references.get("bot@1|all");
    Reference ofBee = listening.references.get("bot@1|tenant=bee");

    Operation done = freeze("bot@1", "all");
    traffic(3, 300, 300);
    assertThat(breaches("all")).hasSizeGreaterThanOrEqualTo(3);
    Reference fresh = listening.references.get("bot@1|all");
    traffic(4, 300, 300);
    List<Evidence> after = evidence.readValuesToList();

    assertThat(done.details())
        .containsEntry("id", "f-1")
        .containsEntry("replaces", old.version())
        .containsEntry("records", "400")
        .containsEntry("from", NOON.plusSeconds(120).toString());
    assertThat(done.action()).isEqualTo(Operation.FREEZE);
    assertThat(done.operator()).isEqualTo("ada");
    assertThat(fresh.records()).isEqualTo(400);
    assertThat(fresh.version()).isNotEqualTo(old.version());
    assertThat(after)
        .filteredOn(e -> e.segment().equals("all") && e.signal().startsWith("length"))
        .hasSizeGreaterThanOrEqualTo(6)
        .noneMatch(Evidence::breached);
    assertThat(after)
        .filteredOn(e -> e.segment().equals("tenant=bee") && e.signal().equals("length"))
        .isNotEmpty()
        .allMatch(Evidence::breached);
    assertThat(listening.references.get("bot@1|tenant=bee")).isSameAs(ofBee);
  }

  @Test
  void whatHadAddedUpEndsWithTheReferenceThatItAddedUpAgainst() {
    traffic(10, 100, 100);
    traffic(4, 120, 120);
    freeze("bot@1", "all");
    traffic(3, 120, 120);
    assertThat(evidence.readValuesToList())
        .filteredOn(e -> e.segment().equals("all") && e.signal().equals("length_lasting"))
        .anyMatch(Evidence::breached);
    traffic(3, 120, 120);

    assertThat(evidence.readValuesToList())
        .filteredOn(e -> e.segment().equals("all") && e.signal().equals("length_lasting"))
        .isNotEmpty()
        .noneMatch(Evidence::breached);
  }

  @Test
  void aReferenceThatIsAskedForTwiceIsMadeOnce() {
    traffic(10, 100, 100);
    freeze("bot@1", "tenant=acme");
    traffic(2, 100, 100);
    Instant again = now;
    Operation second = freeze("bot@1", "tenant=acme");
    traffic(4, 100, 100);
    assertThat(second.details()).doesNotContainKey("refused");
    assertThat(Instant.parse(second.details().get("from"))).isAfterOrEqualTo(again);
    assertThat(listening.references.get("bot@1|tenant=acme").version())
        .isEqualTo(second.details().get("replaces"));

    traffic(2, 100, 100);
    assertThat(listening.references.get("bot@1|tenant=acme").version())
        .isNotEqualTo(second.details().get("replaces"));
  }

  @Test
  void aReferenceIsRefusedWithTheReasonIfThereIsNothingToMakeItOf() {
    traffic(3, 100, 100);

    assertThat(refusal("bot@2", "all")).isEqualTo("bot@2, all is not watched; there are bot@1");
    assertThat(refusal("bot@1", "tenant=cee"))
        .isEqualTo("tenant=cee of bot@1 is not watched; there are tenant=acme, tenant=bee");
    assertThat(refusal("bot@1", "planet=mars")).isEqualTo("nothing is watched by planet");
    assertThat(refusal("bot@1", "tenant=bee"))
        .isEqualTo(
            "bot@1, tenant=bee has no reference yet: its first is being made, of 400 records so far"
                + " 200");
  }

  private String refusal(String model, String segment) {
    return freeze(model, segment).details().get("refused");
  }

  private Operation freeze(String model, String segment) {
    freezes.pipeInput("f-1", new Freeze("f-1", model, segment, "ada", now));
    return operations.readValue();
  }

  private List<Evidence> breaches(String segment) {
    return evidence.readValuesToList().stream()
        .filter(e -> e.segment().equals(segment) && e.signal().equals("length") && e.breached())
        .toList();
  }

  /** Sends ten seconds at a time, ten records a second of each tenant. */
  private void traffic(int windows, double acme, double bee) {
    for (int i = 0; i < windows * 10; i++) {
      for (int k = 0; k < 10; k++) {
        send("acme", acme);
        send("bee", bee);
      }
      pass(Duration.ofSeconds(1));
    }
  }

  private void send(String tenant, double meanLength) {
    send(now, tenant, meanLength);
  }

  private void send(Instant at, String tenant, double meanLength) {
    sent++;
    double length = Math.rint(meanLength * Math.exp(0.5 * random.nextGaussian()));
    double refusal = random.nextInt(20) == 0 ? 1 : 0;
    input.pipeInput(
        "c",
        new Assessment(
            "i-" + sent,
            "c",
            new ModelVersion("bot", "1"),
            Map.of("tenant", tenant),
            at,
            Map.of("length", length, "refusal", refusal),
            List.of(),
            new Sample(Sample.Reason.SKIPPED, 0),
            "r0"));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  private Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("assessments", Consumed.with(Serdes.String(), Topics.ASSESSMENTS.values()))
        .process(DriftCountProcessor.supplier(SETTINGS, listening))
        .to("deltas", Produced.with(Serdes.String(), DriftDelta.SERDE));
    builder.stream("deltas", Consumed.with(Serdes.String(), DriftDelta.SERDE))
        .process(DriftMergeProcessor.supplier(SETTINGS, listening))
        .to("evidence", Produced.with(Serdes.String(), Evidence.SERDE));
    builder.stream("freezes", Consumed.with(Serdes.String(), Topics.FREEZES.values()))
        .process(
            () -> new FreezeProcessor(SETTINGS),
            DriftMergeProcessor.SERIES,
            DriftMergeProcessor.REFERENCES)
        .to("operations", Produced.with(Serdes.String(), Topics.OPERATIONS.values()));
    return builder.build();
  }

  private static Properties config() {
    Properties config = new Properties();
    config.put("state.dir", states.toString());
    config.put("processing.guarantee", "exactly_once_v2");
    return config;
  }

  /** Keeps what it hears. */
  private static final class Listening implements DriftListener {

    private final Map<String, DriftVerdict> latest = new TreeMap<>();
    private final Map<Uncounted, Long> uncounted = new TreeMap<>();
    private final List<String> folded = new ArrayList<>();
    private final List<Scope> gone = new ArrayList<>();
    private final Map<String, Reference> references = new TreeMap<>();

    DriftVerdict verdict(String model, String segment, String signal) {
      return latest.get(new Scope(model, segment).key() + "|" + signal);
    }

    @Override
    public void judged(
        Scope scope, String signal, DriftVerdict verdict, Optional<Histograms> histograms) {
      latest.put(scope.key() + "|" + signal, verdict);
    }

    @Override
    public void uncounted(Uncounted why, long records) {
      uncounted.merge(why, records, Long::sum);
    }

    @Override
    public void folded(String dimension) {
      folded.add(dimension);
    }

    @Override
    public void gone(Scope scope) {
      gone.add(scope);
    }

    @Override
    public void frozen(Scope scope, Reference reference) {
      references.put(scope.key(), reference);
    }

    @Override
    public void thawed(Scope scope, Reference reference) {
      references.remove(scope.key());
    }
  }
}
