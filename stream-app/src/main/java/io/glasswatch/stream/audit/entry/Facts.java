package io.glasswatch.stream.audit.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Operation;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.audit.tree.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the audit keeps of each kind of record; text and names of people stay behind. */
public final class Facts {

  /** The detail of a review that says how the case was judged. */
  public static final String JUDGEMENT = "judgement";

  private static final String USER = "user";
  private static final String CONVERSATION = "conversation";

  private final Pseudonyms pseudonyms;

  public Facts(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /** Returns what is kept of an assessment. */
  public Fact of(Assessment item) {
    return new Fact.Assessed(
        item.interaction(),
        item.time(),
        pseudonyms.of(CONVERSATION, item.conversation(), Instant.now()),
        item.model().label(),
        item.segments(),
        item.rules(),
        item.flagged(),
        found(item.findings()),
        item.sample());
  }

  /** Returns what is kept of a closed case. */
  public Fact of(Case closed) {
    Explanation answer = closed.explanation().orElseThrow();
    Optional<Explained> explained =
        Optional.of(answer).filter(Explained.class::isInstance).map(Explained.class::cast);
    return new Fact.Answered(
        answer.interaction(),
        answer.answeredAt(),
        closed.interaction().user().map(user -> pseudonyms.of(USER, user, Instant.now())),
        closed.interaction().model().label(),
        closed.assessment().flagged(),
        closed.assessment().sample(),
        answer instanceof Unexplained none ? none.reason() : Fact.Answered.EXPLAINED,
        explained.map(Explained::model),
        explained.map(Facts::scored).orElse(List.of()),
        explained.map(e -> e.attributions().stream().map(Facts::method).toList()).orElse(List.of()),
        hash(answer),
        found(closed.later()));
  }

  /** Returns what is kept of an alert: all of it. */
  public Fact of(Alert alert) {
    return new Fact.Alerted(alert.fingerprint(), alert.changedAt(), alert);
  }

  /**
   * Returns what is kept of a record that could not be read.
   *
   * @param at when it was refused
   */
  public Fact of(Rejected item, Instant at) {
    return new Fact.Refused(
        "%s-%d@%d".formatted(item.topic(), item.partition(), item.offset()),
        at,
        item.reason(),
        item.bytes().length,
        Hash.of(item.bytes()).hex());
  }

  /** Returns what is kept of a reviewer's judgement: not the note, which may quote a text. */
  public Fact of(Review review) {
    return new Fact.Operated(
        review.interaction(),
        review.at(),
        Operation.REVIEW,
        review.by(),
        Map.of(JUDGEMENT, review.judgement().id()));
  }

  /** Returns what is kept of something that a person did. */
  public Fact of(Operation operation) {
    return new Fact.Operated(
        operation.target(),
        operation.at(),
        operation.action(),
        operation.operator(),
        operation.details());
  }

  /** Returns the word for the kind of {@code fact}, as it stands in its JSON. */
  public static String kind(Fact fact) {
    if (fact instanceof Fact.Assessed) {
      return "assessment";
    } else if (fact instanceof Fact.Answered) {
      return "explanation";
    } else if (fact instanceof Fact.Alerted) {
      return "alert";
    } else if (fact instanceof Fact.Refused) {
      return "rejection";
    } else if (fact instanceof Fact.Changed) {
      return "change";
    }
    return "operation";
  }

  private static List<Fact.Found> found(List<Finding> findings) {
    return findings.stream()
        .map(f -> new Fact.Found(f.rule(), f.category(), f.severity(), f.score()))
        .toList();
  }

  private static List<Fact.Scored> scored(Explained explained) {
    return explained.scores().stream()
        .map(s -> new Fact.Scored(s.category(), s.score(), s.threshold()))
        .toList();
  }

  private static Fact.Method method(Attribution attribution) {
    return new Fact.Method(
        attribution.method(),
        attribution.target(),
        attribution.tokens().size(),
        attribution.quality());
  }

  /** Of what an erasure leaves, so that it still proves the explanation afterwards. */
  private static String hash(Explanation explanation) {
    try {
      return Hash.of(Json.TEXT.writeValueAsBytes(explanation.erased())).hex();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "cannot write an explanation: " + e.getClass().getSimpleName());
    }
  }
}
