package io.glasswatch.stream.detect.signal;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The signals that are measured.
 *
 * @param all one entry a signal, ids unique
 */
public record Signals(List<Signal> all) {

  public static final String RESPONSE_LENGTH = "response_length";
  public static final String PROMPT_LENGTH = "prompt_length";
  public static final String LATENCY = "latency";
  public static final String TIME_TO_FIRST_TOKEN = "time_to_first_token";
  public static final String INPUT_TOKENS = "input_tokens";
  public static final String OUTPUT_TOKENS = "output_tokens";
  public static final String TOKENS_PER_SECOND = "tokens_per_second";
  public static final String REFUSAL = "refusal";
  public static final String ERROR = "error";
  public static final String FLAGGED = "flagged";
  public static final String REPETITION = "repetition";
  public static final String MEAN_LOGPROB = "mean_logprob";
  public static final String TYPE_TOKEN_RATIO = "type_token_ratio";
  public static final String LIST_SHARE = "list_share";

  private static final Signals STANDARD =
      new Signals(
          List.of(
              new Signal(
                  RESPONSE_LENGTH,
                  "code points of all response messages",
                  (i, f) -> length(i.response())),
              new Signal(
                  PROMPT_LENGTH,
                  "code points of all request messages",
                  (i, f) -> length(i.request())),
              new Signal(LATENCY, "seconds to the last token", (i, f) -> i.latencySeconds()),
              new Signal(
                  TIME_TO_FIRST_TOKEN,
                  "seconds to the first token",
                  (i, f) -> i.timeToFirstTokenSeconds()),
              new Signal(INPUT_TOKENS, "tokens read", (i, f) -> number(i.inputTokens())),
              new Signal(OUTPUT_TOKENS, "tokens written", (i, f) -> number(i.outputTokens())),
              new Signal(
                  TOKENS_PER_SECOND, "tokens written a second", (i, f) -> tokensPerSecond(i)),
              new Signal(
                  REFUSAL, "1 if the response refuses, else 0", (i, f) -> has(f, Category.REFUSAL)),
              new Signal(
                  ERROR,
                  "1 if an error ended the request, else 0",
                  (i, f) -> truth(i.error().isPresent())),
              new Signal(
                  FLAGGED, "1 if a finding asks for an explanation, else 0", (i, f) -> flagged(f)),
              new Signal(
                  REPETITION,
                  "share of the response's three-word stretches seen before in it, 0 to 1",
                  (i, f) -> Repetition.of(i.response())),
              new Signal(
                  TYPE_TOKEN_RATIO,
                  "different words among the response's first hundred, 0 to 1",
                  (i, f) -> Style.typeTokenRatio(i.responseText())),
              new Signal(
                  LIST_SHARE,
                  "share of the response's lines that are list items, headings or code, 0 to 1",
                  (i, f) -> Style.listShare(i.responseText())),
              new Signal(
                  MEAN_LOGPROB,
                  "mean natural log-probability of the response tokens",
                  (i, f) -> i.logprobs().stream().mapToDouble(Double::doubleValue).average())));

  public Signals {
    all = List.copyOf(all);
  }

  /** Returns the signals that ship. */
  public static Signals standard() {
    return STANDARD;
  }

  /** Returns the value of every signal that can be measured, by id. */
  public Map<String, Double> measure(Interaction interaction, List<Finding> findings) {
    Map<String, Double> values = new HashMap<>();
    for (Signal signal : all) {
      signal.measure().of(interaction, findings).ifPresent(value -> values.put(signal.id(), value));
    }
    return values;
  }

  private static OptionalDouble length(List<Message> messages) {
    long sum = 0;
    for (Message message : messages) {
      sum += message.text().codePointCount(0, message.text().length());
    }
    return OptionalDouble.of((double) sum);
  }

  private static OptionalDouble number(OptionalLong count) {
    return count.isPresent()
        ? OptionalDouble.of((double) count.getAsLong())
        : OptionalDouble.empty();
  }

  /** Tokens after the first over the time after the first where that is known, else over all. */
  private static OptionalDouble tokensPerSecond(Interaction interaction) {
    double seconds =
        interaction.latencySeconds().orElse(0) - interaction.timeToFirstTokenSeconds().orElse(0);
    double tokens =
        interaction.outputTokens().orElse(0)
            - (interaction.timeToFirstTokenSeconds().isPresent() ? 1 : 0);
    double rate = tokens / seconds;
    return seconds > 0 && tokens > 0 && Double.isFinite(rate)
        ? OptionalDouble.of(rate)
        : OptionalDouble.empty();
  }

  private static OptionalDouble has(List<Finding> findings, String category) {
    return truth(findings.stream().anyMatch(f -> f.category().equals(category)));
  }

  private static OptionalDouble flagged(List<Finding> findings) {
    return truth(findings.stream().anyMatch(f -> f.severity().atLeast(Severity.WARNING)));
  }

  private static OptionalDouble truth(boolean condition) {
    return OptionalDouble.of(condition ? 1 : 0);
  }
}
