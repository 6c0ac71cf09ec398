package io.glasswatch.stream.join;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pieces of a case that have come so far. The order in which they come makes no difference, nor
 * does a piece that comes twice.
 *
 * @param request the interaction with its assessment
 * @param explanation the answer; the first one counts, unless it only says that none had come
 * @param later findings that came after the assessment, each once
 */
public record Dossier(
    Optional<ExplanationRequest> request, Optional<Explanation> explanation, List<Finding> later) {

  public static final Dossier EMPTY = new Dossier(Optional.empty(), Optional.empty(), List.of());

  public Dossier {
    later = List.copyOf(later);
  }

  /** Returns this dossier with one more piece, equal to this one if the piece adds nothing. */
  public Dossier with(Piece piece) {
    if (piece instanceof Piece.Asked asked) {
      return request.isPresent()
          ? this
          : new Dossier(Optional.of(asked.request()), explanation, later);
    }
    if (piece instanceof Piece.Answered answered) {
      Explanation answer = isErased() ? answered.explanation().erased() : answered.explanation();
      return supersedes(answer) ? new Dossier(request, Optional.of(answer), later) : this;
    }
    return with(((Piece.FoundLater) piece).finding());
  }

  /** Returns this dossier with the outcome "no explanation came", if it still waits for one. */
  public Dossier expired(Instant now) {
    return request
        .map(r -> r.interaction().id())
        .map(id -> new Unexplained(id, now, Unexplained.NO_ANSWER, "no answer before the deadline"))
        .map(outcome -> with(new Piece.Answered(outcome)))
        .orElse(this);
  }

  /** Returns this dossier without the texts of its interaction, and without what mirrors them. */
  public Dossier erased() {
    return new Dossier(
        request.map(
            r ->
                new ExplanationRequest(
                    r.interaction().erased(), r.assessment(), r.requestedAt(), r.deadline())),
        explanation.map(Explanation::erased),
        later);
  }

  private boolean isErased() {
    return request
        .flatMap(r -> r.interaction().contentMissing())
        .filter(ContentMissing.ERASED::equals)
        .isPresent();
  }

  /** Returns the case, complete or not; empty until the interaction itself has come. */
  public Optional<Case> toCase() {
    return request.map(
        r -> new Case(r.interaction(), r.assessment(), later, explanation, r.requestedAt()));
  }

  /** Returns whether both the interaction and an outcome are there. */
  @JsonIgnore
  public boolean isComplete() {
    return request.isPresent() && explanation.isPresent();
  }

  /** Returns whether the interaction and an explanation of it are there. */
  @JsonIgnore
  public boolean isExplained() {
    return request.isPresent() && explanation.filter(Explained.class::isInstance).isPresent();
  }

  private Dossier with(Finding finding) {
    if (later.contains(finding)) {
      return this;
    }
    List<Finding> more = new ArrayList<>(later);
    more.add(finding);
    return new Dossier(request, explanation, more);
  }

  private boolean supersedes(Explanation answer) {
    return explanation.map(known -> isNoAnswer(known) && !isNoAnswer(answer)).orElse(true);
  }

  private static boolean isNoAnswer(Explanation explanation) {
    return explanation instanceof Unexplained u && u.reason().equals(Unexplained.NO_ANSWER);
  }
}
