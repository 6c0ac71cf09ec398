package io.glasswatch.stream.attribution;

import static io.glasswatch.stream.attribution.Explanations.assistant;
import static io.glasswatch.stream.attribution.Explanations.system;
import static io.glasswatch.stream.attribution.Explanations.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.Samples;
import io.glasswatch.stream.WholeTopology;
import io.glasswatch.stream.attribution.sketch.WordShare;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.state.TimedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole topology, fed with requests and answers alone. */
class AttributionTopologyTest {

  private static final AttributionQuery WORDS = AttributionQuery.ALL;

  @TempDir private Path state;
  private static final String EMBEDDING = "prompt_embedding_m";

  private final Random random = new Random(1);
  private String encoder = "m";
  private WholeTopology flow;
  private TestInputTopic<String, ExplanationRequest> requests;
  private TestInputTopic<String, Explanation> answers;
  private int sent;

  private void start(String... more) {
    Map<String, String> small =
        Map.of(
            "DRIFT_WINDOW", "PT10S",
            "DRIFT_GRACE", "PT2S",
            "DRIFT_MIN_RECORDS", "50",
            "DRIFT_REFERENCE_RECORDS", "200",
            "ATTRIBUTION_MIN_PEOPLE", "3");
    flow = new WholeTopology(state, small, more);
    requests = flow.input(Topics.EXPLANATION_REQUESTS);
    answers = flow.input(Topics.EXPLANATIONS);
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @Test
  void theWordsOfManyAreShownAndThoseOfFewAreNotEvenKept() {
    start();
    for (int i = 0; i < 4; i++) {
      explain(user("fool person" + "abcd".charAt(i), 3, 1));
    }

    AttributionSeries series = only(WORDS);

    assertThat(series.key())
        .isEqualTo(new SeriesKey("bot@1", "all", Category.HATE, Explanations.METHOD));
    assertThat(series.interactions()).isEqualTo(4);
    assertThat(series.words()).extracting(WordShare::word).containsExactly("fool");
    assertThat(series.words().get(0).share()).isCloseTo(0.75, within(1e-6));
    assertThat(series.wordError()).isZero();
    assertThat(new String(kept(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("fool")
        .doesNotContain("person");
  }

  @Test
  void noWordIsInAMetric() {
    start();
    for (int i = 0; i < 4; i++) {
      explain(user("plugh", 1));
    }

    assertThat(only(WORDS).words()).hasSize(1);
    assertThat(Collections.list(flow.metrics().metricFamilySamples()).toString())
        .contains("llm_attribution_mass")
        .doesNotContain("plugh");
    assertThat(
            flow.metrics()
                .getSampleValue(
                    "llm_attribution_mass_total",
                    new String[] {"model", "role"},
                    new String[] {"bot@1", "user"}))
        .isEqualTo(4);
  }

  @Test
  void aRepeatedAnswerCountsOnce() {
    start();
    Case item = item(user("fool", 1));
    ask(item);
    answer(item);
    answer(item);
    ask(item);
    answer(item);

    assertThat(only(WORDS).interactions()).isEqualTo(1);
  }

  @Test
  void anAnswerAfterTheDeadlineCountsToo() {
    start("EXPLANATION_DEADLINE", "PT5S");
    Case item = item(user("fool", 1));
    ask(item);
    pass(Duration.ofSeconds(40));
    answer(item);

    assertThat(only(WORDS).interactions()).isEqualTo(1);
  }

  @Test
  void eachWindowStandsForItselfAndAllOfThemTogether() {
    start("ATTRIBUTION_WINDOW", "PT1M");
    for (int i = 0; i < 6; i++) {
      explain(user(i < 3 ? "first" : "second", 1));
      pass(Duration.ofSeconds(20));
    }
    Instant second = Samples.NOON.plusSeconds(60);

    AttributionSeries all = only(WORDS);
    AttributionQuery ofSecond =
        new AttributionQuery(
            WORDS.model(),
            WORDS.segment(),
            WORDS.category(),
            WORDS.method(),
            java.util.Optional.of(second));

    assertThat(all.windows())
        .extracting(AttributionSeries.Window::start)
        .containsExactly(Samples.NOON, second);
    assertThat(all.words()).extracting(WordShare::word).containsExactly("first", "second");
    assertThat(only(ofSecond).words()).extracting(WordShare::word).containsExactly("second");
    assertThat(only(ofSecond).windows()).hasSize(2);
  }

  @Test
  void whatIsOverItsRetentionIsDeletedAndCounted() {
    start("ATTRIBUTION_RETENTION", "PT10M");
    explain(user("fool", 1));
    pass(Duration.ofMinutes(9));
    assertThat(series(WORDS)).hasSize(1);
    assertThat(metric("llm_attribution_windows", "partition", "0")).isEqualTo(1);

    pass(Duration.ofMinutes(3));

    assertThat(series(WORDS)).isEmpty();
    assertThat(flow.metrics().getSampleValue("llm_attribution_windows_expired_total")).isEqualTo(1);
    assertThat(metric("llm_attribution_windows", "partition", "0")).isZero();
  }

  @Test
  void whereThereIsNoRoomItIsCounted() {
    start("ATTRIBUTION_KEPT", "1", "ATTRIBUTION_WINDOW", "PT1M");
    explain(user("fool", 1));
    explain(user("fool", 1));
    pass(Duration.ofMinutes(1));
    explain(user("fool", 1));

    assertThat(only(WORDS).interactions()).isEqualTo(2);
    assertThat(metric("llm_attributions_unkept_total", "reason", "full")).isEqualTo(1);
  }

  @Test
  void whatComesFromTheFutureIsCountedAndNotKept() {
    start();
    Case item = Explanations.explained("i", flow.now().plusSeconds(3600), 0.5, user("fool", 1));
    ask(item);
    answer(item);

    assertThat(series(WORDS)).isEmpty();
    assertThat(metric("llm_attributions_unkept_total", "reason", "impossible_time")).isEqualTo(1);
  }

  @Test
  void massThatMovesFromTheUserToTheSystemPromptIsAnAlert() {
    start();
    traffic(8, 0.6);
    assertThat(line("attribution_user_share").ratio().orElseThrow()).isLessThan(1);
    traffic(4, 0.3);

    assertThat(line("attribution_user_share").ratio().orElseThrow()).isGreaterThan(1);
    assertThat(line("attribution_system_share").ratio().orElseThrow()).isGreaterThan(1);
    assertThat(alerts())
        .extracting(Alert::model, Alert::signal)
        .contains(org.assertj.core.groups.Tuple.tuple("bot@1", "attribution_user_share"));
  }

  @Test
  void massThatStaysWhereItWasIsNoAlert() {
    start();
    traffic(12, 0.6);

    assertThat(line("attribution_user_share").ratio().orElseThrow()).isLessThan(1);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void textsThatAreAboutSomethingElseAreAnAlert() {
    start();
    about(12, 0);
    assertThat(line(EMBEDDING).ratio().orElseThrow()).isLessThan(1);
    assertThat(alerts()).isEmpty();

    about(4, 0.1);

    assertThat(line(EMBEDDING).ratio().orElseThrow()).isGreaterThan(1);
    assertThat(alerts())
        .extracting(Alert::model, Alert::signal)
        .contains(org.assertj.core.groups.Tuple.tuple("bot@1", EMBEDDING));
  }

  @Test
  void embeddingsOfAnotherModelAreNotHeldAgainstThoseBefore() {
    start();
    about(12, 0);
    encoder = "n";
    about(4, 0.1);

    assertThat(line("prompt_embedding_n").ratio()).isEmpty();
    assertThat(alerts()).isEmpty();
  }

  /** Five prompts a second, ten seconds at a time, whose embeddings lie around a point. */
  private void about(int windows, double where) {
    for (int i = 0; i < windows * 10; i++) {
      for (int k = 0; k < 5; k++) {
        Case item = Explanations.about(item(user("so", 1)), encoder, embedding(where));
        ask(item);
        answer(item);
      }
      pass(Duration.ofSeconds(1));
    }
  }

  private List<Double> embedding(double where) {
    return random.doubles(16, where - 0.1, where + 0.1).boxed().toList();
  }

  /** Five interactions a second, ten seconds at a time; the rest weighs on the system prompt. */
  private void traffic(int windows, double onUser) {
    for (int i = 0; i < windows * 10; i++) {
      for (int k = 0; k < 5; k++) {
        double share = Math.max(0, Math.min(1, onUser + 0.1 * random.nextGaussian()));
        double rest = 1 - share;
        explain(
            system("be kind", rest * 0.3, rest * 0.3),
            user("where is it", share / 3, share / 3, share / 3),
            assistant("here", rest * 0.4));
      }
      pass(Duration.ofSeconds(1));
    }
  }

  private void explain(Explanations.Said... said) {
    Case item = item(said);
    ask(item);
    answer(item);
  }

  private Case item(Explanations.Said... said) {
    return Explanations.explained("i-" + sent++, flow.now(), 0.5, said);
  }

  private void ask(Case item) {
    requests.pipeInput(
        item.interaction().conversation(),
        new ExplanationRequest(
            item.interaction(),
            item.assessment(),
            flow.now(),
            flow.now().plus(Duration.ofSeconds(30))));
  }

  private void answer(Case item) {
    answers.pipeInput(item.interaction().conversation(), item.explanation().orElseThrow());
  }

  private void pass(Duration time) {
    flow.pass(time);
  }

  private DriftLine line(String signal) {
    return flow.drift().lines().stream()
        .filter(l -> l.signal().equals(signal))
        .findAny()
        .orElseThrow();
  }

  private List<Alert> alerts() {
    return flow.output(Topics.ALERTS).readValuesToList();
  }

  private AttributionSeries only(AttributionQuery query) {
    List<AttributionSeries> series = series(query);
    assertThat(series).hasSize(1);
    return series.get(0);
  }

  private List<AttributionSeries> series(AttributionQuery query) {
    try (KeyValueIterator<TimedKey, byte[]> all = store().all()) {
      return AttributionReader.series(query, 3, all);
    }
  }

  private byte[] kept() {
    try (KeyValueIterator<TimedKey, byte[]> all = store().all()) {
      return all.next().value;
    }
  }

  private KeyValueStore<TimedKey, byte[]> store() {
    return flow.driver().getKeyValueStore(KeepProcessor.KEPT.name());
  }

  private double metric(String name, String label, String value) {
    return flow.metrics().getSampleValue(name, new String[] {label}, new String[] {value});
  }
}
