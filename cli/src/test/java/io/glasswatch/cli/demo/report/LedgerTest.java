package io.glasswatch.cli.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.demo.traffic.Incident;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Instant T0 = Instant.parse("2026-11-02T09:00:00Z");

  private final Ledger ledger = new Ledger();

  @Test
  void allIsWellWhenEverythingWasFoundRefusedAndExplained() throws Exception {
    goodRun();

    assertThat(ledger.settled()).isTrue();
    DemoReport report = ledger.report(0);
    assertThat(report.problems()).isEmpty();
    assertThat(Json.TEXT.readTree(Json.TEXT.writeValueAsBytes(report)))
        .isEqualTo(
            Json.TEXT.readTree(
                """
                {"interactions": 1, "rejected": 1, "malformed_injected": 1, "flagged": 1,
                 "explained": 1, "unexplained": 0,
                 "alerts": [
                  {"name": "LlmSecretLeak", "model": "aria-large@2026-10", "segment": "all",
                   "signal": "secret", "firing_at": "2026-11-02T09:00:01Z"},
                  {"name": "LlmPersonalDataLeak", "model": "quill-small@7", "segment": "all",
                   "signal": "pii", "firing_at": "2026-11-02T09:00:01Z"},
                  {"name": "LlmPromptInjectionBurst", "model": "aria-large@2026-10", "segment": "all",
                   "signal": "prompt_injection", "firing_at": "2026-11-02T09:00:01Z"},
                  {"name": "LlmResponseDrift", "model": "aria-large@2026-10", "segment": "all",
                   "signal": "response_length", "firing_at": "2026-11-02T09:00:01Z"},
                  {"name": "LlmResponseDrift", "model": "quill-small@7", "segment": "tenant=kite-travel",
                   "signal": "refusal", "firing_at": "2026-11-02T09:00:01Z"}],
                 "incidents": [
                  {"kind": "malformed_records", "injected_at": "2026-11-02T09:00:00Z", "detected_at": "2026-11-02T09:00:03Z"},
                  {"kind": "api_key_leak", "injected_at": "2026-11-02T09:00:00Z", "detected_at": "2026-11-02T09:00:02Z"},
                  {"kind": "card_number_leak", "injected_at": "2026-11-02T09:00:00Z", "detected_at": "2026-11-02T09:00:02Z"},
                  {"kind": "injection_burst", "injected_at": "2026-11-02T09:00:00Z", "detected_at": "2026-11-02T09:00:02Z"},
                  {"kind": "response_length_jump", "injected_at": "2026-11-02T09:00:00Z", "detected_at": "2026-11-02T09:00:02Z"},
                  {"kind": "refusal_wave", "injected_at": "2026-11-02T09:00:00Z", "detected_at": "2026-11-02T09:00:02Z"}],
                 "lag_end": 0}
                """));
  }

  @Test
  void anIncidentThatNoAlertToldOfIsAProblem() throws Exception {
    ledger.injected(Incident.API_KEY_LEAK, T0);

    DemoReport report = ledger.report(0);
    assertThat(report.problems()).contains("no alert told of the api key leak");
    assertThat(Json.TEXT.readTree(Json.TEXT.writeValueAsBytes(report)).at("/incidents/0"))
        .isEqualTo(
            Json.TEXT.readTree(
                """
                {"kind": "api_key_leak", "injected_at": "2026-11-02T09:00:00Z", "detected_at": null}
                """));
    assertThat(ledger.settled()).isFalse();
  }

  @Test
  void anAlertFromBeforeTheIncidentTellsNothingOfIt() {
    ledger.injected(Incident.API_KEY_LEAK, T0.plusSeconds(5));

    assertThat(ledger.alerted(alert("LlmSecretLeak", "aria-large@2026-10", "all", "secret"), T0))
        .isEmpty();
  }

  @Test
  void driftOfAnotherSignalTellsNothingOfTheRefusalWave() {
    ledger.injected(Incident.REFUSAL_WAVE, T0);

    assertThat(
            ledger.alerted(
                alert("LlmResponseDrift", "quill-small@7", "tenant=kite-travel", "latency"), T0))
        .isEmpty();
  }

  @Test
  void aMalformedRecordThatWasNotRefusedIsAProblem() {
    ledger.sent(0, 7, true, T0);
    ledger.rejected(rejected(8), T0);

    assertThat(ledger.report(0).problems())
        .contains("1 of 1 malformed records are not in the rejected topic");
  }

  @Test
  void aFlaggedInteractionWithoutAnExplanationIsAProblem() {
    ledger.assessed(assessment("a", Severity.WARNING));
    ledger.closed(closed("a", new Unexplained("a", T0, Unexplained.NO_ANSWER, "")));

    DemoReport report = ledger.report(0);
    assertThat(report.unexplained()).isEqualTo(1);
    assertThat(report.problems())
        .contains("0 of 1 flagged interactions are explained, fewer than 99 %");
  }

  @Test
  void aRecordThatVanishedIsAProblem() {
    ledger.sent(0, 1, false, T0);

    assertThat(ledger.report(0).problems())
        .contains("1 records were sent, but 0 assessed and 0 rejected");
    assertThat(ledger.settled()).isFalse();
  }

  private void goodRun() {
    for (Incident incident : Incident.values()) {
      ledger.injected(incident, T0);
    }
    ledger.sent(0, 7, true, T0);
    ledger.sent(0, 8, false, T0);
    ledger.assessed(assessment("a", Severity.CRITICAL));
    ledger.rejected(rejected(7), T0.plusSeconds(3));
    ledger.closed(closed("a", explained("a")));
    alerted("LlmSecretLeak", "aria-large@2026-10", "all", "secret");
    alerted("LlmPersonalDataLeak", "quill-small@7", "all", "pii");
    alerted("LlmPromptInjectionBurst", "aria-large@2026-10", "all", "prompt_injection");
    alerted("LlmResponseDrift", "aria-large@2026-10", "all", "response_length");
    alerted("LlmResponseDrift", "quill-small@7", "tenant=kite-travel", "refusal");
  }

  private void alerted(String name, String model, String segment, String signal) {
    assertThat(ledger.alerted(alert(name, model, segment, signal), T0.plusSeconds(2))).isPresent();
  }

  private static Alert alert(String name, String model, String segment, String signal) {
    return new Alert(
        "0123456789abcdef",
        name,
        model,
        segment,
        signal,
        Severity.CRITICAL,
        Alert.State.FIRING,
        T0.plusSeconds(1),
        T0.plusSeconds(1),
        1,
        0,
        Optional.empty());
  }

  private static Rejected rejected(long offset) {
    return new Rejected(Rejected.Reason.EMPTY, "", "llm.interactions", 0, offset, new byte[0]);
  }

  private static Assessment assessment(String id, Severity severity) {
    return new Assessment(
        id,
        id,
        new ModelVersion("m", ""),
        Map.of(),
        T0,
        Map.of(),
        List.of(new Finding("rule.one", "pii", severity, Optional.empty(), 1)),
        SAMPLE,
        "rules");
  }

  private static final Sample SAMPLE = new Sample(Sample.Reason.FLAGGED, 1);

  private static Case closed(String id, Explanation explanation) {
    Interaction interaction =
        Interaction.of(
            id,
            new ModelVersion("m", ""),
            T0,
            List.of(new Message(Message.USER, "?")),
            List.of(new Message(Message.ASSISTANT, "!")));
    return new Case(
        interaction, assessment(id, Severity.WARNING), List.of(), Optional.of(explanation), T0);
  }

  private static Explanation explained(String id) {
    return new Explanation.Explained(
        id, T0, new ExplainerModel("model", "h1", "h2", "h3", "cpu"), List.of(), List.of(), 0.1);
  }
}
