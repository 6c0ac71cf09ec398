package io.glasswatch.explainer.model;

import io.glasswatch.contract.Where;

/**
 * One thing that a classifier judges a text for.
 *
 * @param id the name used in findings, metrics and files
 * @param output which of the model's outputs it is, from 0
 * @param threshold probability from which on it counts as found, 0 to 1
 * @param ofRequests whether it is asked of what the language model reads
 * @param ofResponses whether it is asked of what it writes
 */
public record Label(
    String id, int output, double threshold, boolean ofRequests, boolean ofResponses) {

  /** Tells whether the label is asked of texts in that place. */
  public boolean appliesTo(Where where) {
    return where == Where.RESPONSE ? ofResponses : ofRequests;
  }
}
