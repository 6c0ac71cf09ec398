package io.glasswatch.stream.audit.entry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one entry of the audit log says. Ids, numbers and hashes; never text of an interaction. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fact.Assessed.class, name = "assessment"),
  @JsonSubTypes.Type(value = Fact.Answered.class, name = "explanation"),
  @JsonSubTypes.Type(value = Fact.Alerted.class, name = "alert"),
  @JsonSubTypes.Type(value = Fact.Refused.class, name = "rejection"),
  @JsonSubTypes.Type(value = Fact.Changed.class, name = "change"),
  @JsonSubTypes.Type(value = Fact.Operated.class, name = "operation")
})
public sealed interface Fact {

  /** Returns what it is about: an interaction, an alert, a record, a thing that changed. */
  String id();

  /** Returns when it happened, in event time where there is one. */
  Instant at();

  /** What a detector found, without its place in the text. */
  record Found(String rule, String category, Severity severity, double score) {}

  /** What a safety model said of one category. */
  record Scored(String category, double score, double threshold) {}

  /**
   * How something was explained.
   *
   * @param tokens how many tokens have a score
   * @param quality measures of the attribution, by name
   */
  record Method(String method, String target, int tokens, Map<String, Double> quality) {}

  /**
   * An interaction was assessed.
   *
   * @param conversation pseudonym of its conversation
   * @param model label of the model that answered
   * @param rules hash over the rule packs
   * @param flagged the verdict: whether a finding asks for an explanation
   * @param sample whether it is explained, and with which probability
   */
  record Assessed(
      String id,
      Instant at,
      String conversation,
      String model,
      Map<String, String> segments,
      String rules,
      boolean flagged,
      List<Found> findings,
      Sample sample)
      implements Fact {}

  /**
   * A case was closed, or closed anew with more in it.
   *
   * @param user pseudonym of who asked
   * @param outcome {@link #EXPLAINED}, or why there is none
   * @param explainer exactly which model explained, with the hash of its parameters
   * @param artefact SHA-256 over the explanation in JSON as it stands in {@code llm.cases}
   * @param later findings that came after the assessment
   */
  record Answered(
      String id,
      Instant at,
      Optional<String> user,
      String model,
      boolean flagged,
      Sample sample,
      String outcome,
      Optional<ExplainerModel> explainer,
      List<Scored> scores,
      List<Method> methods,
      String artefact,
      List<Found> later)
      implements Fact {

    /** The outcome of those that have an explanation. */
    public static final String EXPLAINED = "explained";
  }

  /** An alert went from one state to another; {@code id} is its fingerprint. */
  record Alerted(String id, Instant at, Alert alert) implements Fact {}

  /**
   * A record could not be read; {@code id} is {@code topic-partition@offset}.
   *
   * @param bytes how long it was
   * @param hash SHA-256 over its bytes
   */
  record Refused(String id, Instant at, Rejected.Reason reason, int bytes, String hash)
      implements Fact {}

  /**
   * Something by which decisions are made was seen for the first time, or differs from before.
   *
   * @param id what: {@code rules}, {@code configuration}, {@code software}, {@code model} or {@code
   *     explainer}
   * @param value its hash, version or label
   * @param details more, by name
   */
  record Changed(String id, Instant at, String value, Map<String, Object> details)
      implements Fact {}

  /**
   * Somebody did something.
   *
   * @param id what it was done to
   */
  record Operated(
      String id, Instant at, String action, String operator, Map<String, String> details)
      implements Fact {}
}
