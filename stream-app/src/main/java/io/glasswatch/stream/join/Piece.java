package io.glasswatch.stream.join;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Finding;

/** One part of a case. The parts come from three topics, so in any order. */
public sealed interface Piece {

  /** Returns the id of the interaction that the case is about. */
  String interaction();

  /** The interaction with its assessment, sent to the explainers. */
  record Asked(ExplanationRequest request) implements Piece {
    @Override
    public String interaction() {
      return request.interaction().id();
    }
  }

  /** An explainer's answer. */
  record Answered(Explanation explanation) implements Piece {
    @Override
    public String interaction() {
      return explanation.interaction();
    }
  }

  /** A finding that came after the assessment. */
  record FoundLater(String interaction, Finding finding) implements Piece {}
}
