package io.glasswatch.stream.detect.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Json;
import io.glasswatch.stream.detect.rule.Rule;
import io.glasswatch.stream.detect.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

  private static final List<Expression> SHIPPED =
      RuleSet.standard().rules().stream().flatMap(rule -> rule.patterns().stream()).toList();
  private static final BitSet ALL = new BitSet();

  static {
    ALL.set(0, SHIPPED.size());
  }

  @Test
  void bothSievesAndNoSieveFindTheSameInRandomTexts() {
    assertSame(new Texts(1).take(1_500));
  }

  @Tag("full")
  @Test
  void bothSievesAndNoSieveFindTheSameInManyRandomTexts() {
    assertSame(new Texts(2).take(10_000));
  }

  @Tag("full")
  @Test
  void bothSievesAndNoSieveFindTheSameInRealTexts() throws IOException {
    Path train = Path.of(System.getProperty("glasswatch.root", ".."), "../shared/data/train");
    Assumptions.assumeTrue(Files.isDirectory(train), "../shared/data/train is absent");
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(train)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i += 10) {
          JsonNode row = Json.TEXT.readTree(lines.get(i));
          texts.add(row.get("prompt").textValue());
          texts.add(row.get("response").textValue());
        }
      }
    }
    assertSame(texts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sorry that I cannot help",
        "\uD83D\uDE42 sorry \u4F60 that I cannot help, \uD83D\uDE42 and I cannot help with it",
        "I cannot help",
        "I cannot helpI cannot help",
        "I cannot helpful I cannot help",
        "secondhandI cannot help I cannot  help"
      })
  void whereverItLiesInALongTextItIsFound(String core) {
    String before = "Some words, \uD83D\uDE42 and no end of them. ".repeat(40);
    for (String text : List.of(core, before + core, core + before, before + core + " " + before)) {
      assertSame(List.of(text, text.replace(' ', '\n'), core + core));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a)\\1", "a(?=b)", "a(?!b)", "(?<=a)b", "a*+b"})
  void whatIsNotLinearInTimeIsRefused(String regex) {
    assertThatThrownBy(() -> new Expression(regex, false))
        .hasMessageStartingWith(
            "expression \"%s\" cannot be matched in linear time: ".formatted(regex));
  }

  @Test
  void whatMatchesTheEmptyTextIsRefused() {
    assertThatThrownBy(() -> new Expression("a*", false))
        .hasMessage("expression \"a*\" must not match the empty text");
  }

  @Test
  void aTextThatIsMadeToBacktrackTakesLinearTime() {
    Patterns patterns = Patterns.compilePure(List.of(new Expression("(?:a+)+b", false)));
    try (Scan scan = patterns.scan()) {
      assertThat(scan.find("a".repeat(50_000) + "cb", ALL)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          AKIA[A-Z]{4}     ; akia            ; 0
          (?:foo|bar)\\d+x  ; bar, foo        ; 1
          colou?rs         ; colors, colours ; 0
          \\d{3}-\\d{2}      ; none            ; 5
          [ab]cd           ; acd, bcd        ; 0
          a.*bcde          ; bcde            ; 0
          (?:x|\\w+)yz      ; yz              ; 0
          [a-z]+           ; none            ; 0
          (?i)(?:ab){2}    ; abab            ; 0
          """)
  void whatAMatchNeedsIsReadOffTheExpression(String regex, String literals, int digits) {
    Needs needs = Needs.of(new Expression(regex, false));

    assertThat(needs.digits()).isEqualTo(digits);
    assertThat(
            needs
                .literals()
                .map(all -> String.join(", ", all.stream().sorted().toList()))
                .orElse("none"))
        .isEqualTo(literals);
  }

  private static void assertSame(List<String> texts) {
    try (Scan pure = Patterns.compilePure(SHIPPED).scan();
        Scan fast = Patterns.compile(SHIPPED).scan()) {
      // What tells where matches lie is made beside the first search.
      texts.forEach(text -> fast.find(text, ALL));
      assertThat(ForkJoinPool.commonPool().awaitQuiescence(1, TimeUnit.MINUTES)).isTrue();
      int found = 0;
      for (String text : texts) {
        List<Match> expected = everywhere(text);
        assertThat(pure.find(text, ALL)).isEqualTo(expected);
        assertThat(fast.find(text, ALL)).isEqualTo(expected);
        found += expected.size();
      }
      assertThat(found).isGreaterThanOrEqualTo(texts.size() / 20);
    }
  }

  /** Every expression on its own, without a sieve. */
  private static List<Match> everywhere(String text) {
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < SHIPPED.size() && !text.isEmpty(); i++) {
      Scan.locate(SHIPPED.get(i).folded().compiled(), i, Fold.of(text), Scan.MOST_MATCHES, matches);
    }
    return matches;
  }

  /** Texts pieced together from the rules' examples, with case, spaces and odd characters mixed. */
  private static final class Texts {

    private static final List<String> ODD =
        List.of(
            "\u000B", "\u212A", "\u017F", "\u0130", "é", "你", "🙂", "\n", " ", "\u200B", "0", "-",
            "，", "’", "ｅ", "а", "ﬁ");

    private final Random random;
    private final List<String> examples = new ArrayList<>();

    Texts(long seed) {
      this.random = new Random(seed);
      for (Rule rule : RuleSet.standard().rules()) {
        examples.addAll(rule.matches());
        examples.addAll(rule.spares());
      }
    }

    List<String> take(int count) {
      return Stream.generate(this::next).limit(count).toList();
    }

    private String next() {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        String piece = examples.get(random.nextInt(examples.size()));
        int from = random.nextInt(4) == 0 ? random.nextInt(piece.length()) : 0;
        int to =
            random.nextInt(4) == 0 ? from + random.nextInt(piece.length() - from) : piece.length();
        text.append(cased(piece.substring(from, to)));
        text.append(random.nextInt(3) == 0 ? ODD.get(random.nextInt(ODD.size())) : " ");
      }
      if (random.nextInt(3) == 0) {
        text.insert(random.nextInt(text.length()), ODD.get(random.nextInt(ODD.size())));
      }
      return text.toString();
    }

    private String cased(String text) {
      return switch (random.nextInt(6)) {
        case 0 -> text.toUpperCase(Locale.ROOT);
        case 1 -> text.toLowerCase(Locale.ROOT);
        default -> text;
      };
    }
  }
}
