package io.glasswatch.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An explainer's answer to one request. It holds offsets and numbers, never text. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Explanation.Explained.class, name = "explained"),
  @JsonSubTypes.Type(value = Explanation.Unexplained.class, name = "unexplained")
})
public sealed interface Explanation {

  /** Returns the id of the interaction that was to be explained. */
  String interaction();

  /** Returns when the answer was given, by the answering machine's clock. */
  Instant answeredAt();

  /** Returns the answer without what mirrors the text word by word: for one that was erased. */
  default Explanation erased() {
    return this;
  }

  /**
   * The interaction was explained.
   *
   * @param interaction the interaction's id
   * @param answeredAt when the answer was given
   * @param model exactly which model explained
   * @param scores one a category that the model knows, also below threshold
   * @param attributions one a method
   * @param seconds how long the work took, at least 0
   * @param attention where the model looked in the passage that the verdict came from; empty when
   *     it was not asked for, the model has none, or it was erased
   * @param embeddings what prompt and response are about: the {@value #EMBEDDING_DIMENSIONS}
   *     coordinates of the model's embedding of each along fixed directions, -1 to 1; empty when
   *     the model has none, or they were erased
   */
  record Explained(
      String interaction,
      Instant answeredAt,
      ExplainerModel model,
      List<Score> scores,
      List<Attribution> attributions,
      double seconds,
      Optional<AttentionView> attention,
      Map<Where, List<Double>> embeddings)
      implements Explanation {

    /** How many coordinates an embedding has. */
    public static final int EMBEDDING_DIMENSIONS = 16;

    public Explained {
      Require.notBlank(interaction, "interaction");
      Require.that(answeredAt != null, "answeredAt must not be null");
      Require.that(model != null, "model must not be null");
      scores = List.copyOf(scores);
      attributions = List.copyOf(attributions);
      Require.that(seconds >= 0, "seconds must be at least 0, but was %s", seconds);
      Require.that(attention != null, "attention must not be null");
      embeddings = embeddings == null ? Map.of() : checked(embeddings);
    }

    private static Map<Where, List<Double>> checked(Map<Where, List<Double>> embeddings) {
      Map<Where, List<Double>> copy = new EnumMap<>(Where.class);
      embeddings.forEach((where, coordinates) -> copy.put(where, List.copyOf(coordinates)));
      for (List<Double> coordinates : copy.values()) {
        Require.that(
            coordinates.size() == EMBEDDING_DIMENSIONS
                && coordinates.stream().allMatch(x -> Math.abs(x) <= 1),
            "an embedding must be %d numbers from -1 to 1",
            EMBEDDING_DIMENSIONS);
      }
      return Collections.unmodifiableMap(copy);
    }

    /** An explanation that shows no attention and has no embeddings. */
    public Explained(
        String interaction,
        Instant answeredAt,
        ExplainerModel model,
        List<Score> scores,
        List<Attribution> attributions,
        double seconds) {
      this(
          interaction,
          answeredAt,
          model,
          scores,
          attributions,
          seconds,
          Optional.empty(),
          Map.of());
    }

    @Override
    public Explained erased() {
      return new Explained(interaction, answeredAt, model, scores, attributions, seconds);
    }
  }

  /**
   * The interaction was not explained, and why.
   *
   * @param interaction the interaction's id
   * @param answeredAt when the answer was given
   * @param reason one of the constants here; a metric label
   * @param detail more, for a person; never text of the interaction
   */
  record Unexplained(String interaction, Instant answeredAt, String reason, String detail)
      implements Explanation {

    /** The worker took the request up only after its deadline. */
    public static final String EXPIRED = "expired";

    /** No worker answered before the deadline. */
    public static final String NO_ANSWER = "no_answer";

    /** The model or the tokenizer failed on this request alone. */
    public static final String FAILED = "failed";

    /** There is no text to explain. */
    public static final String NO_TEXT = "no_text";

    public Unexplained {
      Require.notBlank(interaction, "interaction");
      Require.that(answeredAt != null, "answeredAt must not be null");
      Require.notBlank(reason, "reason");
      Require.that(detail != null, "detail must not be null");
    }
  }
}
