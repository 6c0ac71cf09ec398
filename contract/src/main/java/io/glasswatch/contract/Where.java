package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which part of an interaction a text belongs to. */
public enum Where {
  SYSTEM,
  PROMPT,
  TOOL,
  RESPONSE;

  /** Returns the part that a request message of {@code role} belongs to. */
  public static Where ofRequest(String role) {
    return switch (role) {
      case Message.SYSTEM, "developer" -> SYSTEM;
      case Message.TOOL, "function" -> TOOL;
      default -> PROMPT;
    };
  }

  /** Returns the lower-case name that stands in JSON, labels and rule packs. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
