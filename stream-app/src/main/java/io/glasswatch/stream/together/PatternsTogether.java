package io.glasswatch.stream.together;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.together.Together.Step;
import java.time.Duration;
import java.util.List;

/** Every pattern over many conversations, one line each; of each subject at most one crowd. */
final class PatternsTogether {

  static final List<Together> ALL =
      List.of(
          new Crowd(
              "overtime.repeated-injection-user",
              Subject.USER,
              Category.PROMPT_INJECTION,
              Severity.WARNING,
              5,
              Duration.ofHours(1)),
          new Crowd(
              "overtime.repeated-injection-tenant",
              Subject.TENANT,
              Category.PROMPT_INJECTION,
              Severity.WARNING,
              20,
              Duration.ofHours(1)),
          new Crowd(
              "overtime.spreading-payload",
              Subject.MODEL,
              Category.PROMPT_INJECTION,
              Severity.WARNING,
              5,
              Duration.ofDays(1)),
          new Crowd(
              "overtime.spreading-secret",
              Subject.SECRET,
              Category.SECRET,
              Severity.CRITICAL,
              3,
              Duration.ofDays(1)),
          new Burst("overtime.burst-model", Subject.MODEL, Severity.WARNING),
          new Burst("overtime.burst-tenant", Subject.TENANT, Severity.WARNING));

  private PatternsTogether() {}

  /** Returns what {@code now} leads to after {@code memory}, which is unchanged. */
  static Step observe(Memory memory, Sighting now) {
    Step step = new Step(memory.seenAt(now.time().toEpochMilli()), List.of(), 0);
    for (Together pattern : ALL) {
      if (pattern.subject() == now.subject()) {
        step = step.with(pattern.observe(step.memory(), now));
      }
    }
    return step;
  }
}
