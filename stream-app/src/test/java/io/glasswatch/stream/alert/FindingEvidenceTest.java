package io.glasswatch.stream.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingEvidenceTest {

  @ParameterizedTest
  @CsvSource({
    "secret.aws-access-key, secret, critical, LlmSecretLeak",
    "secret.generic, secret, warning, none",
    "pii.card, pii, critical, LlmPersonalDataLeak",
    "pii.email, pii, info, none",
    "overtime.repeated-injection, prompt_injection, critical, LlmPromptInjectionBurst",
    "overtime.repeated-injection-user, prompt_injection, warning, LlmPromptInjectionBurst",
    "overtime.spreading-payload, prompt_injection, warning, LlmPromptInjectionBurst",
    "overtime.repeated-injection-tenant, prompt_injection, warning, none",
    "overtime.spreading-secret, secret, critical, LlmSecretLeak",
    "overtime.burst-model, hate, warning, none",
    "injection.ignore-previous, prompt_injection, critical, none",
    "model.hate, hate, warning, LlmUnsafeResponse",
    "model.refusal, refusal, info, none",
    "leak.system-prompt, system_prompt_leak, warning, LlmSystemPromptLeak",
    "refusal.cannot, refusal, info, none"
  })
  void theTableSaysWhichFindingSpeaksForWhichAlert(
      String rule, String category, String severity, String alert) {
    Severity matters = Severity.valueOf(severity.toUpperCase(Locale.ROOT));
    Finding finding = new Finding(rule, category, matters, Optional.empty(), 0.75);

    Optional<Evidence> evidence = FindingEvidence.of(finding, assessment(finding));

    assertThat(evidence.map(Evidence::alert).orElse("none")).isEqualTo(alert);
    evidence.ifPresent(
        e -> {
          assertThat(e.scope()).isEqualTo(new Scope("bot@1", "all"));
          assertThat(e.signal()).isEqualTo(category);
          assertThat(e.breached()).isTrue();
          assertThat(e.value()).isEqualTo(0.75);
          assertThat(e.identity()).isEqualTo("i-1");
        });
  }

  @Test
  void anAssessmentSaysWhatEachOfItsFindingsSays() {
    Finding leak = new Finding("secret.x", "secret", Severity.CRITICAL, Optional.empty(), 1);

    assertThat(FindingEvidence.of(assessment(leak)))
        .extracting(Evidence::alert)
        .containsExactly("LlmSecretLeak");
  }

  private static Assessment assessment(Finding finding) {
    return new Assessment(
        "i-1",
        "c-1",
        new ModelVersion("bot", "1"),
        Map.of("tenant", "acme"),
        Instant.EPOCH,
        Map.of(),
        List.of(finding),
        new Sample(Sample.Reason.FLAGGED, 1),
        "r0");
  }
}
