package io.glasswatch.cli.surrogate;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text that one score came from, as what it has.
 *
 * @param category what was scored
 * @param logit the score's logit, within plus or minus 10
 * @param boundary the logit of the threshold
 * @param shares what the words of the text were attributed, 0 for those of an explanation of
 *     another category
 * @param found the rules of the stream app that found something in it
 * @param signals what was measured of its interaction, by signal id
 * @param explained whether the explanation is of this category
 */
record ExplainedText(
    String category,
    double logit,
    double boundary,
    Map<String, Double> shares,
    Set<String> found,
    Map<String, Double> signals,
    boolean explained) {

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}']+");
  private static final double LARGEST = 10;

  /** Returns one a score of {@code item}; none if it was not explained. */
  static List<ExplainedText> of(Case item) {
    List<ExplainedText> texts = new ArrayList<>();
    if (item.explanation().orElse(null) instanceof Explained answer) {
      for (Score score : answer.scores()) {
        List<Message> messages = item.interaction().messages(score.window().where());
        if (score.window().message() < messages.size()) {
          texts.add(of(score, messages.get(score.window().message()).text(), answer, item));
        }
      }
    }
    return texts;
  }

  private static ExplainedText of(Score score, String text, Explained answer, Case item) {
    List<Attribution> own =
        answer.attributions().stream()
            .filter(a -> a.target().equals(score.category()))
            .limit(1)
            .toList();
    Map<String, Double> shares = new HashMap<>();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      int start = text.codePointCount(0, words.start());
      int end = start + words.group().codePointCount(0, words.group().length());
      if (start >= score.window().start() && end <= score.window().end()) {
        double share = own.isEmpty() ? 0 : share(own.get(0), score.window(), start, end);
        shares.merge(words.group().toLowerCase(Locale.ROOT), share, Double::sum);
      }
    }
    return new ExplainedText(
        score.category(),
        logit(score.score()),
        logit(score.threshold()),
        shares,
        found(item.assessment().findings(), score.window()),
        item.assessment().signals(),
        !own.isEmpty());
  }

  /** What came later is left out: the model's own scores say nothing of what drives them. */
  private static Set<String> found(List<Finding> findings, Span window) {
    return findings.stream()
        .filter(finding -> finding.span().filter(window::overlaps).isPresent())
        .map(Finding::rule)
        .collect(Collectors.toSet());
  }

  private static double share(Attribution attribution, Span window, int start, int end) {
    double share = 0;
    for (TokenScore token : attribution.tokens()) {
      Span span = token.span();
      boolean here = span.where() == window.where() && span.message() == window.message();
      share += here && span.start() >= start && span.end() <= end ? token.score() : 0;
    }
    return share;
  }

  private static double logit(double p) {
    return Math.max(-LARGEST, Math.min(LARGEST, Math.log(p / (1 - p))));
  }

  /** Names the category; words are what people wrote. */
  @Override
  public String toString() {
    return "ExplainedText[%s, %d words]".formatted(category, shares.size());
  }
}
