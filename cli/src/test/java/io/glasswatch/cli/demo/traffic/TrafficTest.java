package io.glasswatch.cli.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.stream.detect.Detection;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import io.glasswatch.stream.ingest.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {

  private static final Instant START = Instant.parse("2026-11-02T09:00:00Z");
  private static final Story STORY = new Story(Duration.ofSeconds(90), 80, 1);
  private static final List<Arrival> ARRIVALS = arrivals(STORY);
  private static final List<Read> READ = read(ARRIVALS);

  /** An interaction as ingest reads it, and what detect finds in it. */
  private record Read(Arrival arrival, Interaction interaction, Detection detection) {

    Duration since() {
      return Duration.between(START, arrival.at());
    }

    boolean has(String category) {
      return detection.findings().stream().anyMatch(f -> f.category().equals(category));
    }

    double responseLength() {
      return detection.signals().get(Signals.RESPONSE_LENGTH);
    }
  }

  @Test
  void theSameSeedMakesTheSameTraffic() {
    List<Arrival> again = arrivals(STORY);

    assertThat(again).hasSameSizeAs(ARRIVALS);
    for (int i = 0; i < again.size(); i++) {
      assertThat(again.get(i).value()).isEqualTo(ARRIVALS.get(i).value());
      assertThat(again.get(i).at()).isEqualTo(ARRIVALS.get(i).at());
    }
  }

  @Test
  void arrivesInOrderAndAtTheRateAskedFor() {
    assertThat(ARRIVALS).extracting(Arrival::at).isSorted();
    assertThat(READ.size() / 90.0).isCloseTo(80, within(4.0));
  }

  @Test
  void everyInteractionCanBeReadAndTimedByItsArrival() {
    assertThat(READ).hasSize((int) ARRIVALS.stream().filter(a -> !a.malformed()).count());
    assertThat(READ).allMatch(read -> read.interaction().time().equals(read.arrival().at()));
    assertThat(READ).extracting(read -> read.interaction().id()).doesNotHaveDuplicates();
  }

  @Test
  void saysHundredsOfDifferentThingsOfRealisticLength() {
    Set<String> prompts = new HashSet<>();
    Set<String> responses = new HashSet<>();
    READ.forEach(
        read -> {
          prompts.add(read.interaction().request().get(1).text());
          responses.add(read.interaction().responseText());
        });
    double[] lengths =
        quiet().stream().mapToDouble(read -> Math.log(read.responseLength())).sorted().toArray();

    assertThat(prompts).hasSizeGreaterThan(500);
    assertThat(responses).hasSizeGreaterThan(READ.size() * 9 / 10);
    assertThat(Math.exp(lengths[lengths.length / 2])).isBetween(200.0, 500.0);
    assertThat(Math.exp(lengths[lengths.length * 99 / 100])).isGreaterThan(1000);
  }

  @Test
  void comesFromTwoModelsThreeTenantsAndTwoLanguages() {
    assertThat(shares(read -> read.interaction().model().label()))
        .hasSize(2)
        .allSatisfy((model, share) -> assertThat(share).isCloseTo(0.5, within(0.05)));
    assertThat(shares(read -> read.interaction().segments().get("tenant")))
        .hasSize(3)
        .allSatisfy((tenant, share) -> assertThat(share).isGreaterThan(0.3));
    assertThat(shares(read -> read.interaction().segments().get("language")).get("zh"))
        .isCloseTo(0.2, within(0.03));
  }

  @Test
  void everydayTrafficIsFlaggedOnlyForTheContactThatItNames() {
    List<Read> flagged = quiet().stream().filter(read -> read.detection().flagged()).toList();

    assertThat(flagged)
        .allMatch(read -> read.interaction().responseText().contains(".internal."))
        .hasSizeLessThan(quiet().size() / 50);
    assertThat(flagged)
        .flatExtracting(read -> read.detection().findings())
        .extracting(Finding::rule)
        .containsOnly("pii.email");
  }

  @Test
  void aFewEverydayResponsesRefuse() {
    double share = share(quiet(), read -> read.has(Category.REFUSAL));

    assertThat(share).isBetween(0.01, 0.05);
  }

  @Test
  void everyIncidentBeginsOnceAtItsTime() {
    for (Incident incident : Incident.values()) {
      assertThat(ARRIVALS)
          .filteredOn(arrival -> arrival.incident().equals(Optional.of(incident)))
          .as(incident.id())
          .extracting(arrival -> Duration.between(START, arrival.at()))
          .containsExactly(STORY.from(incident));
    }
  }

  @Test
  void theLeaksAreFound() {
    assertThat(beginning(Incident.API_KEY_LEAK).has(Category.SECRET)).isTrue();
    assertThat(beginning(Incident.CARD_NUMBER_LEAK).detection().findings())
        .extracting(Finding::rule)
        .contains("pii.card");
  }

  @Test
  void theBurstIsOneConversationOfAttempts() {
    String conversation = beginning(Incident.INJECTION_BURST).interaction().conversation();

    assertThat(READ)
        .filteredOn(read -> read.interaction().conversation().equals(conversation))
        .hasSize(6)
        .allMatch(read -> read.has(Category.PROMPT_INJECTION));
  }

  @Test
  void theJumpTriplesTheLengthOfOneModelOnly() {
    assertThat(growth(Models.LARGE)).isBetween(2.0, 3.5);
    assertThat(growth(Models.SMALL)).isBetween(0.8, 1.2);
  }

  @Test
  void theWaveRefusesMostOfOneTenant() {
    Predicate<Read> inWave = read -> STORY.during(Incident.REFUSAL_WAVE, read.since());
    Predicate<Read> ofTenant =
        read -> read.interaction().segments().get("tenant").equals(Story.REFUSED_TENANT);
    List<Read> hit = READ.stream().filter(inWave.and(ofTenant)).toList();
    List<Read> spared = READ.stream().filter(inWave.and(ofTenant.negate())).toList();

    assertThat(share(hit, read -> read.has(Category.REFUSAL))).isGreaterThan(0.5);
    assertThat(share(spared, read -> read.has(Category.REFUSAL))).isLessThan(0.06);
  }

  @ParameterizedTest
  @EnumSource
  void everyMalformedRecordIsRefusedForItsReason(Malformed kind) {
    Reading reading = Formats.standard().read(new RawRecord(kind.bytes(), Instant.now(), Map.of()));

    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(kind.reason()));
  }

  @Test
  void everyKindOfMalformedRecordComesTwice() {
    assertThat(ARRIVALS).filteredOn(Arrival::malformed).hasSize(2 * Malformed.values().length);
  }

  private static Read beginning(Incident incident) {
    return READ.stream()
        .filter(read -> read.arrival().incident().equals(Optional.of(incident)))
        .findFirst()
        .orElseThrow();
  }

  private static double growth(Models.Profile model) {
    Predicate<Read> ofModel = read -> read.interaction().model().equals(model.version());
    return median(
            READ.stream()
                .filter(ofModel)
                .filter(read -> STORY.during(Incident.RESPONSE_LENGTH_JUMP, read.since()))
                .toList())
        / median(quiet().stream().filter(ofModel).toList());
  }

  private static double median(List<Read> reads) {
    double[] lengths = reads.stream().mapToDouble(Read::responseLength).sorted().toArray();
    return lengths[lengths.length / 2];
  }

  /** Everything before the first incident. */
  private static List<Read> quiet() {
    Duration end = STORY.from(Incident.API_KEY_LEAK);
    return READ.stream().filter(read -> read.since().compareTo(end) < 0).toList();
  }

  private static double share(List<Read> reads, Predicate<Read> condition) {
    return reads.stream().filter(condition).count() / (double) reads.size();
  }

  private static Map<String, Double> shares(Function<Read, String> by) {
    return READ.stream()
        .collect(Collectors.groupingBy(by, Collectors.summingDouble(read -> 1.0 / READ.size())));
  }

  private static List<Arrival> arrivals(Story story) {
    Traffic traffic = new Traffic(story, START);
    Instant end = START.plus(story.length());
    List<Arrival> arrivals = new ArrayList<>();
    for (Arrival next = traffic.next(); next.at().isBefore(end); next = traffic.next()) {
      arrivals.add(next);
    }
    return arrivals;
  }

  private static List<Read> read(List<Arrival> arrivals) {
    Formats formats = Formats.standard();
    List<Read> read = new ArrayList<>();
    try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard())) {
      for (Arrival arrival : arrivals) {
        if (formats.read(new RawRecord(arrival.value(), arrival.at(), Map.of()))
            instanceof Reading.Read found) {
          Interaction interaction = found.interactions().get(0);
          read.add(new Read(arrival, interaction, detector.assess(interaction)));
        }
      }
    }
    return read;
  }
}
