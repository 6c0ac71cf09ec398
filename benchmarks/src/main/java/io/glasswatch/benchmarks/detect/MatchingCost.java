package io.glasswatch.benchmarks.detect;

import io.glasswatch.benchmarks.harness.Comparison;
import io.glasswatch.benchmarks.harness.Contender;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Interleaved;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.stream.detect.rule.Rule;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.text.Expression;
import io.glasswatch.stream.detect.text.Patterns;
import io.glasswatch.stream.detect.text.Scan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What matching one text against many rules costs, by engine. Texts are ordinary sentences of our
 * own, into which one rule's example is put now and then.
 *
 * @param texts how many different texts
 * @param sentences how many sentences each has
 */
public record MatchingCost(int texts, int sentences) {

  private static final String ONE_BY_ONE = "java.util.regex, one by one";
  private static final String SHIPPED = "as shipped";
  private static final String PURE = "pure Java";
  private static final List<Integer> RULES = List.of(20, 100, 500);

  private static final List<String> SENTENCES =
      List.of(
          "Open the settings, choose the second tab and confirm with the button at the bottom. ",
          "The report was finished in 2023 and lists 14 branches in three countries. ",
          "You can ask for a refund within thirty days; keep the receipt that came by post. ",
          "A balanced tree keeps the search time logarithmic, however the keys arrive. ",
          "Please tell me which of the two offers you meant, so that I can compare them. ",
          "Mix the flour with warm water, let it rest for an hour and knead it again. ",
          "这项服务每个工作日上午九点到下午五点开放，周末休息。");

  /** Measures it for 20 to 500 expressions: the shipped ones, and variants of them. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    Interleaved turns = new Interleaved(1, effort.rounds(), progress);
    MatchingCost cost = new MatchingCost(effort.of(200, 50, 3), 14);
    List<Comparison> comparisons = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (int rules : RULES) {
      Comparison comparison = cost.compare(turns, rules);
      comparisons.add(comparison);
      figures.put("native_over_regex_" + rules, comparison.rateRatio(SHIPPED));
      figures.put("pure_java_over_regex_" + rules, comparison.rateRatio(PURE));
    }
    return Report.of(comparisons, figures);
  }

  private Comparison compare(Interleaved turns, int rules) throws Exception {
    List<Expression> expressions = expressions(rules);
    BitSet all = new BitSet();
    all.set(0, expressions.size());
    List<Pattern> regexes = expressions.stream().map(MatchingCost::javaPattern).toList();
    List<String> drawn = drawn();
    try (Scan fast = Patterns.compile(expressions).scan();
        Scan pure = Patterns.compilePure(expressions).scan()) {
      return turns.run(
          "%d expressions, %d characters".formatted(rules, drawn.get(0).length()),
          each(ONE_BY_ONE, drawn, text -> regexes.forEach(r -> count(r, text))),
          List.of(
              each(SHIPPED, drawn, text -> fast.find(text, all)),
              each(PURE, drawn, text -> pure.find(text, all))));
    }
  }

  private static Contender each(String name, List<String> texts, Consumer<String> match) {
    return Contender.of(name, texts.size(), () -> texts.forEach(match));
  }

  /** The first of the shipped expressions; where they do not suffice, variants behind a number. */
  private static List<Expression> expressions(int count) {
    List<Expression> shipped = new ArrayList<>();
    RuleSet.standard().rules().forEach(rule -> shipped.addAll(rule.patterns()));
    List<Expression> expressions =
        new ArrayList<>(shipped.subList(0, Math.min(count, shipped.size())));
    // An anchor cannot stand behind a number.
    List<Expression> free =
        shipped.stream().filter(e -> !e.regex().contains("^") && !e.regex().contains("$")).toList();
    for (int i = 0; expressions.size() < count; i++) {
      Expression one = free.get(i % free.size());
      int lap = i / free.size() + 1;
      expressions.add(
          new Expression("case %d: (?:%s)".formatted(lap, one.regex()), one.caseless()));
    }
    return expressions;
  }

  private static Pattern javaPattern(Expression expression) {
    return Pattern.compile(
        expression.regex(), expression.caseless() ? Pattern.CASE_INSENSITIVE : 0);
  }

  private static int count(Pattern pattern, String text) {
    int count = 0;
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      count++;
    }
    return count;
  }

  private List<String> drawn() {
    Random random = new Random(1);
    List<Rule> rules = RuleSet.standard().rules();
    List<String> drawn = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < sentences; k++) {
        text.append(SENTENCES.get(random.nextInt(SENTENCES.size())));
      }
      if (i % 20 == 0) {
        text.append(rules.get(random.nextInt(rules.size())).matches().get(0));
      }
      drawn.add(text.toString());
    }
    return drawn;
  }
}
