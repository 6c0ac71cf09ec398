package io.glasswatch.benchmarks.detect;

import io.glasswatch.stream.detect.rule.Rule;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.text.Expression;
import io.glasswatch.stream.detect.text.Patterns;
import io.glasswatch.stream.detect.text.Scan;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processor time that matching one text against all shipped rules takes, by engine, in one run.
 * Texts are ordinary sentences of our own, into which one rule's example is put now and then.
 *
 * @param texts how many different texts
 * @param sentences how many sentences each has
 */
record MatchingCost(int texts, int sentences) {

  private static final int ROUNDS = 7;

  private static final List<String> SENTENCES =
      List.of(
          "Open the settings, choose the second tab and confirm with the button at the bottom. ",
          "The report was finished in 2023 and lists 14 branches in three countries. ",
          "You can ask for a refund within thirty days; keep the receipt that came by post. ",
          "A balanced tree keeps the search time logarithmic, however the keys arrive. ",
          "Please tell me which of the two offers you meant, so that I can compare them. ",
          "Mix the flour with warm water, let it rest for an hour and knead it again. ",
          "这项服务每个工作日上午九点到下午五点开放，周末休息。");

  public static void main(String[] args) {
    System.out.print(new MatchingCost(400, 14).table());
  }

  /** Returns a Markdown table of the fastest of some interleaved rounds. */
  String table() {
    List<Expression> expressions = new ArrayList<>();
    RuleSet.standard().rules().forEach(rule -> expressions.addAll(rule.patterns()));
    BitSet all = new BitSet();
    all.set(0, expressions.size());
    List<Pattern> regexes = expressions.stream().map(MatchingCost::javaPattern).toList();
    List<String> drawn = drawn();
    try (Scan fast = Patterns.compile(expressions).scan();
        Scan pure = Patterns.compilePure(expressions).scan()) {
      List<Engine> engines =
          List.of(
              new Engine("as shipped", text -> fast.find(text, all)),
              new Engine("pure Java", text -> pure.find(text, all)),
              new Engine(
                  "java.util.regex, one by one", text -> regexes.forEach(r -> count(r, text))));
      for (int round = 0; round < ROUNDS; round++) {
        engines.forEach(engine -> engine.run(drawn));
      }
      StringBuilder table = new StringBuilder("| engine | µs a text |\n|---|---|\n");
      engines.forEach(e -> table.append("| %s | %.1f |%n".formatted(e.name, e.fastest)));
      return table.toString();
    }
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

  /** One engine and the processor time of its fastest round. */
  private static final class Engine {

    private final String name;
    private final Consumer<String> match;
    private double fastest = Double.POSITIVE_INFINITY;

    Engine(String name, Consumer<String> match) {
      this.name = name;
      this.match = match;
    }

    void run(List<String> texts) {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long start = threads.getCurrentThreadCpuTime();
      texts.forEach(match);
      long spent = threads.getCurrentThreadCpuTime() - start;
      fastest = Math.min(fastest, spent / 1e3 / texts.size());
    }
  }
}
