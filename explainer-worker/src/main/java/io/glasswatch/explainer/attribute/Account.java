package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Attribution;

/**
 * What one method said of one task, and what it cost.
 *
 * @param attribution scores and measures, as they are answered
 * @param first what it said of the first passage alone
 * @param forwardEquivalents work in forward passes of one text, at least 0
 * @param seconds time it took, shared out among the tasks that were explained together
 */
public record Account(
    Attribution attribution, Method.Result first, double forwardEquivalents, double seconds) {

  /** Returns the same account with another attribution. */
  public Account with(Attribution other) {
    return new Account(other, first, forwardEquivalents, seconds);
  }
}
