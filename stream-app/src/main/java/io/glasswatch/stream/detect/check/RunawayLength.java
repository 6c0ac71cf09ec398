package io.glasswatch.stream.detect.check;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import java.util.Optional;

/**
 * A response that is longer than any that a service means to give.
 *
 * @param characters UTF-16 code units of all response messages together, at most
 * @param tokens tokens written, at most
 */
record RunawayLength(int characters, int tokens) implements Check {

  @Override
  public String id() {
    return "unbounded_consumption.runaway-length";
  }

  @Override
  public Optional<Finding> find(Interaction interaction) {
    long length =
        interaction.response().stream().map(Message::text).mapToLong(String::length).sum();
    boolean runaway = length > characters || interaction.outputTokens().orElse(0) > tokens;
    return runaway
        ? Optional.of(
            new Finding(
                id(), Category.UNBOUNDED_CONSUMPTION, Severity.WARNING, Optional.empty(), 1))
        : Optional.empty();
  }
}
