package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import java.util.Locale;

/** Who wrote the text that a token stands in. */
public enum Speaker {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL;

  /** Returns who wrote the text at {@code span}: the response, and earlier answers, are one. */
  public static Speaker of(Interaction interaction, Span span) {
    return switch (span.where()) {
      case RESPONSE -> ASSISTANT;
      case SYSTEM -> SYSTEM;
      case TOOL -> TOOL;
      case PROMPT -> wroteByAssistant(interaction, span) ? ASSISTANT : USER;
    };
  }

  /** Returns the lower-case name that stands in JSON, labels and signals. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean wroteByAssistant(Interaction interaction, Span span) {
    var messages = interaction.messages(Where.PROMPT);
    return span.message() < messages.size()
        && messages.get(span.message()).role().equals(Message.ASSISTANT);
  }
}
