package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person who read a case says of it.
 *
 * @param interaction the case's interaction
 * @param conversation the interaction's conversation; the Kafka key
 * @param model label of the model that answered
 * @param rules the rules that found something in it, each once
 * @param judgement whether they were right
 * @param note why, in the reviewer's words; at most {@value #LONGEST_NOTE} characters, may be empty
 * @param by who says so; 1 to {@value #LONGEST_NAME} characters
 * @param at when
 */
public record Review(
    String interaction,
    String conversation,
    String model,
    List<String> rules,
    Judgement judgement,
    String note,
    String by,
    Instant at) {

  public static final int LONGEST_NOTE = 2000;
  public static final int LONGEST_NAME = 100;

  /** Whether what was found is what it was taken for. */
  public enum Judgement {
    TRUE_POSITIVE,
    FALSE_POSITIVE;

    /** Returns the one of that {@link #id}. */
    public static Optional<Judgement> of(String id) {
      return Arrays.stream(values()).filter(value -> value.id().equals(id)).findFirst();
    }

    /** Returns the lower-case name that stands in JSON, forms and labels. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Review {
    Require.notBlank(interaction, "interaction");
    Require.notBlank(conversation, "conversation");
    Require.notBlank(model, "model");
    Require.that(judgement != null, "judgement must be true_positive or false_positive");
    Require.that(
        note != null && note.length() <= LONGEST_NOTE,
        "note must have at most %d characters",
        LONGEST_NOTE);
    Require.notBlank(by, "by");
    Require.that(by.length() <= LONGEST_NAME, "by must have at most %d characters", LONGEST_NAME);
    Require.that(at != null, "at must not be null");
    rules = List.copyOf(rules);
  }

  /** Names the review without its note, which may quote a conversation. */
  @Override
  public String toString() {
    return "Review[%s, %s, %s, note=%d chars]"
        .formatted(interaction, judgement.id(), at, note.length());
  }
}
