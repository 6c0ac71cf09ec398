package io.glasswatch.stream.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Alert.State;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertStateTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /**
   * Each step is {@code minute+} for a breach, {@code minute-} for a good observation, {@code
   * minute.} for the passing of time; each transition is {@code state@minute}.
   */
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LlmSecretLeak    | 0+               | firing@0
          LlmSecretLeak    | 0-               |
          LlmSecretLeak    | 0+ 1+ 2+         | firing@0
          LlmSecretLeak    | 0+ 10.           | firing@0
          LlmSecretLeak    | 0+ 11.           | firing@0 resolved@10
          LlmSecretLeak    | 0+ 5+ 11.        | firing@0
          LlmSecretLeak    | 0+ 11. 12+       | firing@0 resolved@10 firing@12
          LlmSecretLeak    | 0+ 12+           | firing@0 resolved@10 firing@12
          LlmSecretLeak    | 0+ 11. 9+        | firing@0 resolved@10
          LlmSecretLeak    | 0+ 11. 30.       | firing@0 resolved@10
          LlmResponseDrift | 0+               | pending@0
          LlmResponseDrift | 0+ 1+            | pending@0 firing@1
          LlmResponseDrift | 0+ 1- 2+         | pending@0 resolved@1 pending@2
          LlmResponseDrift | 0+ 1+ 2- 3-      | pending@0 firing@1
          LlmResponseDrift | 0+ 1+ 2- 12.     | pending@0 firing@1 resolved@11
          LlmResponseDrift | 0+ 11.           | pending@0 resolved@10
          LlmResponseDrift | 0+ 11+ 12+       | pending@0 resolved@10 pending@11 firing@12
          LlmResponseDrift | 0+ 0+ 0+         | pending@0
          LlmResponseDrift | 2+ 1-            | pending@2
          LlmUnsafeResponse| 0+ 3+ 5+ 6+      | pending@0 firing@5
          """)
  void transitionsAreThoseOfTheTable(String alert, String steps, String transitions) {
    assertThat(written(run(alert, List.of(steps.split(" ")))))
        .isEqualTo(transitions == null ? "" : transitions);
  }

  @Test
  void anEpisodeKeepsItsFingerprintAndTheNextHasAnother() {
    List<Alert> alerts = run("LlmResponseDrift", List.of("0+", "1+", "30+"));

    assertThat(alerts)
        .extracting(Alert::state)
        .containsExactly(State.PENDING, State.FIRING, State.RESOLVED, State.PENDING);
    assertThat(alerts.subList(0, 3))
        .extracting(Alert::fingerprint)
        .containsOnly(alerts.get(0).fingerprint());
    assertThat(alerts.get(3).fingerprint()).isNotEqualTo(alerts.get(0).fingerprint());
    assertThat(alerts).extracting(Alert::fingerprint).allMatch(f -> f.matches("[0-9a-f]{16}"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void observingEverythingTwiceChangesNothing(long seed) {
    List<String> once = randomSteps(new Random(seed), 25);
    List<String> twice = once.stream().flatMap(s -> List.of(s, s).stream()).toList();
    List<String> again = new ArrayList<>(once);
    again.addAll(once);

    List<Alert> expected = run("LlmResponseDrift", once);

    assertThat(run("LlmResponseDrift", twice)).isEqualTo(expected);
    assertThat(run("LlmResponseDrift", again)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noEpisodeFiresTwiceOrAfterItsEnd(long seed) {
    List<Alert> alerts = run("LlmResponseDrift", randomSteps(new Random(seed), 500));

    alerts.stream()
        .collect(Collectors.groupingBy(Alert::fingerprint))
        .values()
        .forEach(
            episode ->
                assertThat(episode).extracting(Alert::state).isSorted().doesNotHaveDuplicates());
    List<State> states = alerts.stream().map(Alert::state).toList();
    IntStream.range(1, states.size())
        .forEach(
            i ->
                assertThat(states.get(i) == State.PENDING)
                    .isEqualTo(states.get(i - 1) == State.RESOLVED));
  }

  @Test
  void anEpisodeIsAsSevereAsItsMildestBreachBeforeItFires() {
    Optional<AlertState> state = Optional.empty();
    List<Alert> alerts = new ArrayList<>();
    Severity[] severities = {Severity.CRITICAL, Severity.WARNING, Severity.CRITICAL};
    for (int minute = 0; minute < severities.length; minute++) {
      AlertState.Step step =
          AlertState.observe(state, evidence("LlmResponseDrift", minute, true, severities[minute]));
      state = step.state();
      alerts.addAll(step.transitions());
    }

    assertThat(alerts)
        .extracting(Alert::severity)
        .containsExactly(Severity.CRITICAL, Severity.WARNING);
    assertThat(state.orElseThrow().alert().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aStateSurvivesTheStore() {
    AlertState state =
        AlertState.observe(Optional.empty(), evidence("LlmSecretLeak", 0, true, Severity.CRITICAL))
            .state()
            .orElseThrow();
    byte[] bytes = AlertState.SERDE.serializer().serialize("t", state);

    assertThat(AlertState.SERDE.deserializer().deserialize("t", bytes)).isEqualTo(state);
  }

  @Test
  void evidenceSurvivesTheTopic() {
    Evidence evidence = evidence("LlmSecretLeak", 0, true, Severity.CRITICAL);
    byte[] bytes = Evidence.SERDE.serializer().serialize("t", evidence);

    assertThat(Evidence.SERDE.deserializer().deserialize("t", bytes)).isEqualTo(evidence);
  }

  @Test
  void anUnknownAlertIsRefused() {
    assertThatThrownBy(() -> evidence("LlmSunshine", 0, true, Severity.INFO))
        .hasMessage("no alert is called \"LlmSunshine\"");
  }

  @ParameterizedTest
  @CsvSource({"bot@1, all", "a|b, tenant=x|y", "50%, tenant=%7C", "%25|, %", "模型, 语言=中文"})
  void aScopeComesBackFromItsKey(String model, String segment) {
    Scope scope = new Scope(model, segment);
    assertThat(Scope.of(scope.key())).isEqualTo(scope);
    assertThat(scope.key().chars().filter(c -> c == '|').count()).isEqualTo(1);
  }

  private static List<String> randomSteps(Random random, int n) {
    List<String> steps = new ArrayList<>();
    int minute = 0;
    for (int i = 0; i < n; i++) {
      minute += 1 + (random.nextInt(8) == 0 ? 15 : random.nextInt(3));
      steps.add(minute + (random.nextInt(3) == 0 ? "-" : "+"));
    }
    return steps;
  }

  private static List<Alert> run(String alert, List<String> steps) {
    Optional<AlertState> state = Optional.empty();
    List<Alert> alerts = new ArrayList<>();
    for (String text : steps) {
      int minute = Integer.parseInt(text.substring(0, text.length() - 1));
      AlertState.Step step =
          text.endsWith(".")
              ? state.orElseThrow().tick(NOON.plusSeconds(60L * minute))
              : AlertState.observe(
                  state, evidence(alert, minute, text.endsWith("+"), Severity.WARNING));
      state = step.state();
      alerts.addAll(step.transitions());
    }
    return alerts;
  }

  private static String written(List<Alert> alerts) {
    return alerts.stream()
        .map(
            a ->
                a.state().id()
                    + "@"
                    + (a.changedAt().getEpochSecond() - NOON.getEpochSecond()) / 60)
        .collect(Collectors.joining(" "));
  }

  private static Evidence evidence(String alert, int minute, boolean breached, Severity severity) {
    return new Evidence(
        alert,
        "bot@1",
        "all",
        "response_length",
        severity,
        breached,
        0.5,
        0.1,
        NOON.plusSeconds(60L * minute),
        Optional.empty());
  }
}
