package io.glasswatch.stream.together;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Serdes;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.Samples;
import io.glasswatch.stream.detect.text.SimHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTogetherTest {

  private static final List<String> INJECTION = List.of(Category.PROMPT_INJECTION);
  private static final List<String> SECRET = List.of(Category.SECRET);
  private static final SimHash PAYLOAD = new SimHash(0x123456789abcdefL);

  private final Random random = new Random(1);
  private Memory memory;
  private int displaced;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "USER, 5, overtime.repeated-injection-user, WARNING",
    "TENANT, 20, overtime.repeated-injection-tenant, WARNING",
    "MODEL, 5, overtime.spreading-payload, WARNING",
    "SECRET, 3, overtime.spreading-secret, CRITICAL"
  })
  void aCrowdIsRaisedOnceItIsOne(Subject subject, int least, String rule, Severity severity) {
    for (int who = 1; who < least; who++) {
      assertThat(seen(subject, who, who)).isEmpty();
    }
    assertThat(seen(subject, least, least))
        .containsExactly(new Finding(rule, category(subject), severity, Optional.empty(), 1));
    assertThat(seen(subject, least + 1, least + 1)).isEmpty();
  }

  @Test
  void oneAloneIsNeverACrowdNorABurst() {
    for (Subject subject : Subject.values()) {
      memory = null;
      for (int i = 0; i < 2_000; i++) {
        assertThat(seen(subject, 7, i)).isEmpty();
      }
    }
  }

  @Test
  void theOrderOfTheSightingsMakesNoDifference() {
    for (int round = 0; round < 100; round++) {
      List<Integer> order = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7));
      Collections.shuffle(order, random);
      memory = null;
      int found = 0;
      for (int who : order) {
        found += seen(Subject.USER, who, who * 5).size();
      }
      assertThat(found).isEqualTo(1);
    }
  }

  @Test
  void aSightingThatComesTwiceCountsOnce() {
    for (int who = 1; who < 5; who++) {
      seen(Subject.USER, who, 0);
      assertThat(seen(Subject.USER, who, 0)).isEmpty();
    }
    assertThat(memory.traces()).hasSize(4);
  }

  @Test
  void whoStandFurtherApartAreNoCrowd() {
    for (int who = 0; who < 40; who++) {
      assertThat(seen(Subject.USER, who, who * 16)).isEmpty();
    }
  }

  @Test
  void aCrowdIsRaisedAgainWhenTheQuietIsOver() {
    int found = 0;
    for (int minute = 0; minute < 300; minute++) {
      found += seen(Subject.USER, minute, minute).size();
    }
    assertThat(found).isEqualTo(5);
  }

  @Test
  void whoWasSeenLongAgoIsForgottenAlsoWhereOnlyTrafficFollows() {
    observe(payload(1, PAYLOAD.bits()));
    traffic(24 * 60);
    assertThat(memory.traces()).hasSize(1);
    traffic(24 * 60 + 10);
    assertThat(memory.traces()).isEmpty();
  }

  @Test
  void anErasureLeavesNobodyBehindWhomItNames() {
    observe(payload(1, PAYLOAD.bits()));
    observe(payload(2, PAYLOAD.bits()));

    Memory left = memory.without(Forgotten.of(List.of("i-1")));

    assertThat(left.traces()).extracting(Trace::who).containsExactly(2L);
    assertThat(left.rates().values()).allMatch(rate -> rate.people().isEmpty());
    assertThat(left.rates().get(Category.PROMPT_INJECTION).count()).isEqualTo(2);
  }

  @Test
  void payloadsCountOnlyWithThoseNearThem() {
    for (int who = 0; who < 300; who++) {
      assertThat(observe(payload(who, random.nextLong()))).isEmpty();
    }
    int found = 0;
    for (int who = 300; who < 310; who++) {
      found += observe(payload(who, PAYLOAD.bits() ^ 1L << who % 64)).size();
    }
    assertThat(found).isEqualTo(1);
  }

  @Test
  void theMemoryIsBoundedWhoeverComes() {
    for (int i = 0; i < 3_000; i++) {
      observe(payload(i, random.nextLong()));
    }
    assertThat(memory.traces()).hasSize(Memory.MOST_TRACES);
    assertThat(displaced).isEqualTo(3_000 - Memory.MOST_TRACES);
    var serde = Serdes.binary(Memory.class);
    byte[] bytes = serde.serializer().serialize("t", memory);
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(memory);
    assertThat(bytes.length).isLessThan(32_000);
  }

  @Test
  void aFloodDoesNotMakeACrowdComeBackBeforeItsQuietIsOver() {
    int found = 0;
    for (int i = 0; i < 3_000; i++) {
      found += observe(payload(i, PAYLOAD.bits())).size();
    }
    assertThat(found).isEqualTo(1);
  }

  @Test
  void aBurstIsRaisedOnceByTheSubjectsOwnPast() {
    hours(24, minute -> 0.2);
    assertThat(burst(24 * 60, 40, 40)).containsExactly("overtime.burst-model");
  }

  @Test
  void whatWasNeverFoundBurstsTooOnceThereWasTraffic() {
    traffic(0);
    assertThat(burst(120, 15, 15)).containsExactly("overtime.burst-model");
  }

  @Test
  void withoutAPastThereIsNoBurst() {
    assertThat(burst(0, 1_000, 1_000)).isEmpty();
  }

  @Test
  void fewFindingsAreNoBurst() {
    traffic(0);
    assertThat(burst(24 * 60, 9, 9)).isEmpty();
  }

  @Test
  void twoPeopleAreNoBurst() {
    traffic(0);
    assertThat(burst(24 * 60, 500, 2)).isEmpty();
  }

  @Test
  void trafficThatFollowsTheHoursOfTheDayIsNoBurst() {
    int found = 0;
    for (double rate : new double[] {0.05, 0.5, 5}) {
      memory = null;
      found +=
          hours(7 * 24, minute -> rate * (1 + 0.8 * Math.sin(2 * Math.PI * minute / (24 * 60.0))));
    }
    assertThat(found).isZero();
  }

  /** The exact tail of the binomial, summed; the bound may not be less. */
  @ParameterizedTest
  @CsvSource({"12, 3, 20", "15, 0, 6", "60, 40, 70", "200, 300, 50", "10, 1, 5.5"})
  void theChanceIsABoundOnTheExactOne(int now, int past, double windows) {
    double p = 3 / (3 + windows);
    int n = now + past;
    double tail = 0;
    double term = Math.pow(1 - p, n);
    for (int k = 0; k <= n; k++) {
      tail += k >= now ? term : 0;
      term *= (n - k) / (k + 1.0) * p / (1 - p);
    }
    assertThat(Burst.chance(now, past, windows)).isBetween(tail * (1 - 1e-9), 1.0);
  }

  @Test
  void everySubjectHasAtMostOneCrowd() {
    EnumSet<Subject> crowds = EnumSet.noneOf(Subject.class);
    for (Together pattern : PatternsTogether.ALL) {
      if (pattern instanceof Crowd) {
        assertThat(crowds.add(pattern.subject())).isTrue();
      }
    }
  }

  /** Seen by chance at {@code rate} a minute, each time with somebody else. */
  private int hours(int hours, java.util.function.IntToDoubleFunction rate) {
    int found = 0;
    traffic(0);
    for (int minute = 0; minute < hours * 60; minute++) {
      double more = rate.applyAsDouble(minute);
      for (double passed = -Math.log(1 - random.nextDouble());
          passed < more;
          passed -= Math.log(1 - random.nextDouble())) {
        found += observe(secret(random.nextLong(), minute)).size();
      }
    }
    return found;
  }

  private List<String> burst(int minute, int count, int people) {
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      observe(secret(i % people, minute)).forEach(finding -> rules.add(finding.rule()));
    }
    return rules;
  }

  private void traffic(int minute) {
    observe(sighting(Subject.MODEL, 1, minute, Optional.empty(), List.of()));
  }

  private static Sighting secret(long who, int minute) {
    return sighting(Subject.MODEL, who, minute, Optional.empty(), SECRET);
  }

  private static Sighting payload(long who, long bits) {
    return sighting(Subject.MODEL, who, 0, Optional.of(new SimHash(bits)), INJECTION);
  }

  private List<Finding> seen(Subject subject, long who, int minute) {
    return observe(
        sighting(
            subject,
            who,
            minute,
            Optional.of(PAYLOAD).filter(p -> subject == Subject.MODEL),
            List.of(category(subject))));
  }

  private static String category(Subject subject) {
    return subject == Subject.SECRET ? Category.SECRET : Category.PROMPT_INJECTION;
  }

  private List<Finding> observe(Sighting sighting) {
    Memory before = memory == null ? Memory.startingWith(sighting) : memory;
    Together.Step step = PatternsTogether.observe(before, sighting);
    memory = step.memory();
    displaced += step.displaced();
    return step.findings();
  }

  private static Sighting sighting(
      Subject subject, long who, int minute, Optional<SimHash> payload, List<String> categories) {
    return new Sighting(
        subject,
        "i-" + who,
        "c-" + who,
        new ModelVersion("bot", "1"),
        Samples.NOON.plusSeconds(60L * minute),
        who,
        payload,
        categories);
  }
}
