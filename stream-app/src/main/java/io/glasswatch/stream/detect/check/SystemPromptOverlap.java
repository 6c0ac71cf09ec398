package io.glasswatch.stream.detect.check;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import java.util.Optional;

/**
 * A response that repeats the system message word for word.
 *
 * @param shingle how many words in a row are compared at once
 * @param run how many words in a row make a leak, at least {@code shingle}; of a shorter system
 *     message two thirds, but no fewer than {@code shingle}
 */
record SystemPromptOverlap(int shingle, int run) implements Check {

  @Override
  public String id() {
    return "system_prompt_leak.overlap";
  }

  @Override
  public Optional<Finding> find(Interaction interaction) {
    for (Message message : interaction.request()) {
      if (Where.ofRequest(message.role()) == Where.SYSTEM) {
        Words secret = Words.of(message.text());
        Optional<Finding> leak =
            secret.size() < shingle ? Optional.empty() : leak(secret, interaction);
        if (leak.isPresent()) {
          return leak;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> leak(Words secret, Interaction interaction) {
    Shingles known = Shingles.of(secret, shingle);
    int needed = Math.max(shingle, Math.min(run, secret.size() * 2 / 3));
    for (int message = 0; message < interaction.response().size(); message++) {
      Words said = Words.of(interaction.response().get(message).text());
      Optional<Span> span = longestRun(known, said, needed, message);
      if (span.isPresent()) {
        return Optional.of(
            new Finding(id(), Category.SYSTEM_PROMPT_LEAK, Severity.CRITICAL, span, 1));
      }
    }
    return Optional.empty();
  }

  /** The longest stretch whose every shingle is known, if it has the words needed. */
  private Optional<Span> longestRun(Shingles known, Words said, int needed, int message) {
    int best = 0;
    int bestEnd = 0;
    int current = 0;
    for (int i = 0; i + shingle <= said.size(); i++) {
      boolean same = known.contains(said.shingle(i, shingle));
      current = same ? Math.max(current + 1, shingle) : 0;
      if (current > best) {
        best = current;
        bestEnd = i + shingle;
      }
    }
    return best >= needed
        ? Optional.of(
            new Span(Where.RESPONSE, message, said.start(bestEnd - best), said.end(bestEnd - 1)))
        : Optional.empty();
  }
}
