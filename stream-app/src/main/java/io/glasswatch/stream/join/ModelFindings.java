package io.glasswatch.stream.join;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns an explainer's raw scores into findings.
 *
 * @param thresholds by category, 0 to 1; a category without one keeps the model's own threshold
 */
public record ModelFindings(Map<String, Double> thresholds) {

  /** What the rule of every such finding starts with; the category follows. */
  public static final String RULE_PREFIX = "model.";

  public ModelFindings {
    thresholds = Map.copyOf(thresholds);
  }

  /** Returns these with {@code more} thresholds, which count before those known. */
  public ModelFindings with(Map<String, Double> more) {
    Map<String, Double> all = new HashMap<>(thresholds);
    all.putAll(more);
    return new ModelFindings(all);
  }

  /** Returns one finding for each category whose score reached its threshold. */
  public List<Finding> of(Explanation explanation) {
    return explanation instanceof Explanation.Explained explained
        ? explained.scores().stream().filter(this::reached).map(ModelFindings::finding).toList()
        : List.of();
  }

  private boolean reached(Score score) {
    return score.score() >= thresholds.getOrDefault(score.category(), score.threshold());
  }

  private static Finding finding(Score score) {
    Severity severity =
        score.category().equals(Category.REFUSAL) ? Severity.INFO : Severity.WARNING;
    return new Finding(
        RULE_PREFIX + score.category(),
        score.category(),
        severity,
        Optional.of(score.window()),
        score.score());
  }
}
