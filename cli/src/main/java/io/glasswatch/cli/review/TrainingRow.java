package io.glasswatch.cli.review;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Review;
import io.glasswatch.contract.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A reviewed case as the safety head's training reads it.
 *
 * @param prompt what the user said last
 * @param response what the model answered
 * @param labels whether the text has each category that was judged
 */
record TrainingRow(String prompt, String response, Map<String, Boolean> labels) {

  /** Returns the row of {@code item}; empty if no category that the head knows was judged. */
  static Optional<TrainingRow> of(Case item, Review review) {
    boolean right = review.judgement() == Review.Judgement.TRUE_POSITIVE;
    Map<String, Boolean> labels = new TreeMap<>();
    item.findings().stream()
        .filter(finding -> finding.severity().atLeast(Severity.WARNING))
        .map(Finding::category)
        .filter(Category.SCORED::contains)
        .forEach(category -> labels.put(category, right));
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TrainingRow(
                last(item.interaction().request()), text(item.interaction().response()), labels));
  }

  /** Names the row without its text. */
  @Override
  public String toString() {
    return "TrainingRow[%s]".formatted(labels);
  }

  private static String last(List<Message> request) {
    return request.stream()
        .filter(message -> message.role().equals(Message.USER))
        .map(Message::text)
        .reduce("", (earlier, later) -> later);
  }

  private static String text(List<Message> response) {
    return response.stream().map(Message::text).collect(Collectors.joining("\n"));
  }
}
