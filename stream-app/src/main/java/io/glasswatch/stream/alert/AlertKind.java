package io.glasswatch.stream.alert;

import io.glasswatch.contract.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Every alert there is: what it takes to fire, and how long it must be quiet to end. */
public enum AlertKind {
  SECRET_LEAK("LlmSecretLeak", Severity.CRITICAL, 1, Duration.ofMinutes(10)),
  PERSONAL_DATA_LEAK("LlmPersonalDataLeak", Severity.CRITICAL, 1, Duration.ofMinutes(10)),
  SYSTEM_PROMPT_LEAK("LlmSystemPromptLeak", Severity.CRITICAL, 1, Duration.ofMinutes(10)),
  PROMPT_INJECTION_BURST("LlmPromptInjectionBurst", Severity.WARNING, 1, Duration.ofMinutes(10)),
  UNSAFE_RESPONSE("LlmUnsafeResponse", Severity.WARNING, 3, Duration.ofMinutes(10)),
  RESPONSE_DRIFT("LlmResponseDrift", Severity.WARNING, 2, Duration.ofMinutes(10));

  private final String id;
  private final Severity severity;
  private final int breaches;
  private final Duration quiet;

  AlertKind(String id, Severity severity, int breaches, Duration quiet) {
    this.id = id;
    this.severity = severity;
    this.breaches = breaches;
    this.quiet = quiet;
  }

  /** Returns the alert's name, as it stands in topics, labels and the runbook. */
  public String id() {
    return id;
  }

  /** Returns how much it matters when the evidence does not say. */
  public Severity severity() {
    return severity;
  }

  /** Returns how many breaches make it fire, with neither a good observation nor quiet between. */
  public int breaches() {
    return breaches;
  }

  /** Returns how long after its last breach an episode ends. */
  public Duration quiet() {
    return quiet;
  }

  /** Returns the kind that is called {@code id}. */
  public static Optional<AlertKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }
}
