package io.glasswatch.stream.ingest;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/**
 * Why generation stopped, in the words of the GenAI conventions: {@code stop}, {@code length},
 * {@code content_filter}, {@code tool_call}, {@code error}. Each API has its own words for these.
 */
final class FinishReasons {

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          entry("completed", "stop"),
          entry("end_turn", "stop"),
          entry("stop_sequence", "stop"),
          entry("eos_token", "stop"),
          entry("max_tokens", "length"),
          entry("max_output_tokens", "length"),
          entry("model_length", "length"),
          entry("tool_use", "tool_call"),
          entry("tool_calls", "tool_call"),
          entry("function_call", "tool_call"),
          entry("safety", "content_filter"),
          entry("refusal", "content_filter"),
          entry("failed", "error"));

  private FinishReasons() {}

  /** Returns the conventions' word for {@code reason}; one that is not known stays as it is. */
  static String canonical(String reason) {
    return ALIASES.getOrDefault(reason.toLowerCase(Locale.ROOT), reason);
  }
}
