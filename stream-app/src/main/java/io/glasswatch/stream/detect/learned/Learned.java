package io.glasswatch.stream.detect.learned;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.learned.Tagger.Tagged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the trained detectors say of an interaction's response. All their findings are {@link
 * Severity#INFO}: a name in a text is personal data, but no incident.
 *
 * @param tagger finds names, places, addresses and the like
 * @param refusals tells refusals
 */
public record Learned(Tagger tagger, RefusalHead refusals) {

  /** What the rule of everything that the tagger finds starts with; its kind follows. */
  public static final String PII_RULE_PREFIX = "pii.tagged-";

  /** The rule of what the refusal head finds. */
  public static final String REFUSAL_RULE = "refusal.learned";

  /** Signals of these names tell how strongly a category was seen, also below its threshold. */
  public static final String PII_SCORE = "pii_score";

  public static final String REFUSAL_SCORE = "refusal_score";

  private static final int MOST_TAGGED = 100;

  /** Characters of a response that the tagger reads. */
  private static final int MOST_READ = 1 << 20;

  /** Returns the detectors that ship. */
  public static Learned shipped() {
    return new Learned(Tagger.shipped(), RefusalHead.shipped());
  }

  /**
   * What they say.
   *
   * @param findings what they found beyond the rules, in text order
   * @param signals the scores, by signal
   */
  public record Said(List<Finding> findings, Map<String, Double> signals) {
    public Said {
      findings = List.copyOf(findings);
      signals = Map.copyOf(signals);
    }
  }

  /**
   * Returns what they say of {@code interaction}'s response; nothing without one.
   *
   * @param found what the rules found in the interaction
   */
  public Said judge(Interaction interaction, List<Finding> found) {
    String text = interaction.responseText();
    if (text.isBlank()) {
      return new Said(List.of(), Map.of());
    }
    List<Finding> findings = new ArrayList<>();
    Map<String, Double> signals = new TreeMap<>();
    signals.put(PII_SCORE, tag(interaction.response(), found, findings));
    double refusal = refusals.probability(text, rules(found, Category.REFUSAL));
    signals.put(REFUSAL_SCORE, refusal);
    if (refusal >= RefusalHead.THRESHOLD) {
      findings.add(
          new Finding(REFUSAL_RULE, Category.REFUSAL, Severity.INFO, Optional.empty(), refusal));
    }
    return new Said(findings, signals);
  }

  /**
   * Adds what is tagged where no rule found personal data or a secret; returns the highest score of
   * all personal data.
   */
  private double tag(List<Message> messages, List<Finding> found, List<Finding> findings) {
    List<Span> known =
        found.stream()
            .filter(f -> f.category().equals(Category.PII) || f.category().equals(Category.SECRET))
            .flatMap(f -> f.span().stream())
            .filter(span -> span.where() == Where.RESPONSE)
            .toList();
    double highest = rules(found, Category.PII).isEmpty() ? 0 : 1;
    int room = MOST_TAGGED;
    int unread = MOST_READ;
    for (int message = 0; message < messages.size() && room > 0 && unread > 0; message++) {
      String all = messages.get(message).text();
      String text = all.substring(0, Math.min(all.length(), unread));
      unread -= text.length();
      int unit = 0;
      int point = 0;
      List<Tagged> whole = WholeWords.of(text, tagger.tag(text)).stream().limit(room).toList();
      room -= whole.size();
      for (Tagged tagged : whole) {
        point += text.codePointCount(unit, tagged.start());
        unit = tagged.start();
        int end = point + text.codePointCount(unit, tagged.end());
        Span span = new Span(Where.RESPONSE, message, point, end);
        if (known.stream().noneMatch(span::overlaps)) {
          highest = Math.max(highest, tagged.score());
          String rule = PII_RULE_PREFIX + tagged.kind();
          findings.add(
              new Finding(rule, Category.PII, Severity.INFO, Optional.of(span), tagged.score()));
        }
      }
    }
    return highest;
  }

  /** Returns the rules of a category that found something. */
  public static Set<String> rules(List<Finding> found, String category) {
    return found.stream()
        .filter(f -> f.category().equals(category))
        .map(Finding::rule)
        .collect(Collectors.toSet());
  }
}
