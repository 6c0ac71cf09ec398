package io.glasswatch.stream.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.WholeTopology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactions that come again, through the whole topology. */
class OnceTest {

  private static final Duration WINDOW = Duration.ofMinutes(10);

  /** Flagged, so that it is explained. */
  private static final String LEAK =
      """
      {"id": "i-1", "conversation": "c-1", "user": "ann", "model": "bot@1",
       "segments": {"tenant": "acme"}, "prompt": "May I see the key?",
       "response": "Use AKIAQ3EGRVLMZ7KXW5PB for now.", "output_tokens": 7,
       "finish_reason": "stop", "logprobs": [-0.5], "latency_seconds": 0.5}
      """;

  private static final String REQUEST =
      """
      {"id": "r-1", "request": {"model": "m", "messages": [{"role": "user", "content": "Hi?"}]}}
      """;

  private static final String RESPONSE =
      """
      {"id": "r-1", "response": {"object": "chat.completion", "model": "m",
       "choices": [{"message": {"role": "assistant", "content": "Hello."}}]}}
      """;

  @TempDir private Path state;
  private WholeTopology flow;
  private TestInputTopic<byte[], byte[]> log;
  private TestOutputTopic<String, Assessment> assessments;
  private TestOutputTopic<String, ExplanationRequest> requests;

  private void start(String... more) {
    flow = new WholeTopology(state, Map.of(), more);
    log = flow.input(Topics.INTERACTIONS);
    assessments = flow.output(Topics.ASSESSMENTS);
    requests = flow.output(Topics.EXPLANATION_REQUESTS);
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @Test
  void aRetryIsAssessedCountedAndSampledOnce() {
    start();
    send(LEAK);
    pass(Duration.ofSeconds(30));
    send(LEAK);

    assertThat(assessed()).isEqualTo(1);
    assertThat(requests.readValuesToList()).hasSize(1);
    assertThat(counted("llm_interactions_total", "model", "bot@1")).isEqualTo(1);
    assertThat(counted("llm_sampled_total", "model", "bot@1", "reason", "flagged")).isEqualTo(1);
    assertThat(counted("llm_records_total", "outcome", "accepted")).isEqualTo(2);
    assertThat(again("duplicate")).isEqualTo(1);
    assertThat(again("reused_id")).isZero();
  }

  @Test
  void anIdAloneHidesNothing() {
    start();
    send(LEAK);
    send(LEAK.replace("for now", "for ever"));

    assertThat(assessed()).isEqualTo(2);
    assertThat(again("reused_id")).isEqualTo(1);
    assertThat(again("duplicate")).isZero();
  }

  @Test
  void aRecordThatNamesNoTimeIsRecognisedThoughItWasSentLater() {
    start();
    send(LEAK.replace("0.5}", "0.5, \"time\": \"%s\"}".formatted(flow.now())));
    send(LEAK);
    pass(Duration.ofMinutes(1));
    send(LEAK);

    assertThat(assessed()).isEqualTo(1);
  }

  @Test
  void everyContentOfAReusedIdIsAssessedOnce() {
    start();
    String other = LEAK.replace("ann", "ben");
    for (String record : List.of(LEAK, other, LEAK, other)) {
      send(record);
    }

    assertThat(assessed()).isEqualTo(2);
    assertThat(again("reused_id")).isEqualTo(1);
    assertThat(again("duplicate")).isEqualTo(2);
  }

  @Test
  void ofAnIdThatIsReusedWithoutEndTheLatestSixteenContentsAreKnown() {
    start();
    for (int i = 0; i < 100; i++) {
      send(LEAK.replace("ann", "user-" + i));
    }
    assertThat(assessed()).isEqualTo(100);
    assertThat(remembered()).containsExactly(Map.entry(16, 16 * Traits.CONTENT_BYTES));

    send(LEAK.replace("ann", "user-84"));
    assertThat(assessed()).isZero();
    send(LEAK.replace("ann", "user-83"));
    assertThat(assessed()).isEqualTo(1);
  }

  @Test
  void untilTheWindowIsOverItIsKnownAndAfterTwiceAsLongItIsNot() {
    start();
    pass(Duration.ofMinutes(7));
    send(LEAK);
    pass(WINDOW);
    send(LEAK);
    assertThat(assessed()).isEqualTo(1);

    pass(WINDOW);
    send(LEAK);
    assertThat(assessed()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanTwoWindowsIsGoneFromTheStore() {
    start();
    for (int i = 0; i < 60; i++) {
      send(LEAK.replace("i-1", "i-" + i));
      pass(Duration.ofMinutes(1));
    }

    assertThat(remembered()).hasSizeBetween(10, 20);
  }

  @Test
  void aRecordFromTheFutureMakesNothingForgotten() {
    start();
    send(LEAK);
    log.pipeInput(
        null, bytes(LEAK.replace("i-1", "i-2")), flow.now().plus(Duration.ofDays(30_000)));
    pass(Duration.ofMinutes(5));
    send(LEAK);
    send(LEAK.replace("i-1", "i-3"));
    pass(Duration.ofMinutes(5));
    send(LEAK.replace("i-1", "i-3"));

    assertThat(assessed()).isEqualTo(2);
    assertThat(again("duplicate")).isEqualTo(2);
  }

  @Test
  void anOldLogIsRememberedByItsOwnTime() {
    start();
    Instant then = flow.now().minus(Duration.ofDays(400));
    log.pipeInput(null, bytes(LEAK), then);
    log.pipeInput(null, bytes(LEAK), then.plus(WINDOW));
    log.pipeInput(null, bytes(LEAK), then.plus(WINDOW.multipliedBy(3)));

    assertThat(assessed()).isEqualTo(2);
  }

  @Test
  void aPairThatComesAgainAfterItsDeadlineIsOneInteraction() {
    start();
    for (int i = 0; i < 2; i++) {
      send(REQUEST);
      pass(Duration.ofSeconds(1 + i));
      send(RESPONSE);
      pass(Duration.ofMinutes(1));
    }

    assertThat(counted("llm_halves_total", "outcome", "paired")).isEqualTo(2);
    assertThat(assessed()).isEqualTo(1);
    assertThat(again("duplicate")).isEqualTo(1);
  }

  @Test
  void aRecordThatWasRejectedIsNotKnownWhenItComesMended() {
    start();
    send(LEAK.replace("\"bot@1\"", "7"));
    send(LEAK);

    assertThat(assessed()).isEqualTo(1);
    assertThat(again("duplicate")).isZero();
  }

  @Test
  void onlyHashesAreRemembered() {
    start();
    send(LEAK.replace("i-1", "i".repeat(4_000)));

    assertThat(remembered()).containsExactly(Map.entry(16, Traits.CONTENT_BYTES));
  }

  @Test
  void withoutAWindowEverythingIsAssessed() {
    start("DUPLICATE_WINDOW", "PT0S");
    send(LEAK);
    send(LEAK);

    assertThat(assessed()).isEqualTo(2);
    assertThat(again("duplicate")).isZero();
    assertThat(flow.driver().getAllStateStores()).doesNotContainKey("interactions-seen");
  }

  private void send(String record) {
    log.pipeInput(null, bytes(record), flow.now());
  }

  private void pass(Duration time) {
    flow.pass(time);
  }

  private int assessed() {
    return assessments.readValuesToList().size();
  }

  private double again(String outcome) {
    return counted("llm_duplicates_total", "outcome", outcome);
  }

  private double counted(String name, String... labels) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < labels.length; i += 2) {
      names.add(labels[i]);
      values.add(labels[i + 1]);
    }
    return flow.metrics()
        .getSampleValue(name, names.toArray(String[]::new), values.toArray(String[]::new));
  }

  /** Returns how long each key in the store is, with how long its value is. */
  private List<Map.Entry<Integer, Integer>> remembered() {
    List<Map.Entry<Integer, Integer>> lengths = new ArrayList<>();
    WindowStore<Bytes, byte[]> store = flow.driver().getWindowStore("interactions-seen");
    try (KeyValueIterator<Windowed<Bytes>, byte[]> all = store.all()) {
      all.forEachRemaining(
          entry -> lengths.add(Map.entry(entry.key.key().get().length, entry.value.length)));
    }
    return lengths;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
