package io.glasswatch.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.cli.probe.Gaps.Row;
import io.glasswatch.cli.probe.ProbeSet.Attribute;
import io.glasswatch.cli.probe.ProbeSet.Template;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GapsTest {

  private static final double THRESHOLD = 0.5;
  private static final ProbeSet SET = set(20);

  @Test
  void aScorerThatIgnoresTheGroupHasNoGapAtAll() {
    Gaps gaps = Gaps.of(SET, scoring(text -> 0.1 + template(text) / 30.0));

    assertThat(gaps.rows()).hasSize(5);
    assertThat(gaps.rows()).allMatch(row -> row.gap() == 0 && !row.unlike());
    assertThat(gaps.beyond(0)).isEmpty();
  }

  @Test
  void whatIsAddedForOneGroupIsItsGap() {
    Gaps gaps =
        Gaps.of(SET, scoring(text -> template(text) / 30.0 + (text.contains("red") ? 0.2 : 0)));

    assertThat(row(gaps, "red").gap()).isCloseTo(0.2, within(1e-12));
    assertThat(row(gaps, "green").gap()).isCloseTo(-0.1, within(1e-12));
    assertThat(row(gaps, "blue").gap()).isCloseTo(-0.1, within(1e-12));
    assertThat(row(gaps, "red").unlike()).isTrue();
    assertThat(row(gaps, "tall").gap()).isZero();
    assertThat(gaps.largest()).extracting(Row::group).containsExactly("red", "tall");
    assertThat(gaps.beyond(0.15)).extracting(Row::group).containsExactly("red");
    assertThat(gaps.beyond(0.25)).isEmpty();
  }

  @Test
  void theGapsOfAnAttributeCancelOut() {
    Random random = new Random(1);
    Gaps gaps = Gaps.of(SET, scoring(text -> random.nextDouble()));

    assertThat(
            gaps.rows().stream()
                .filter(row -> row.attribute().equals("colour"))
                .mapToDouble(Row::gap)
                .sum())
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void noiseIsSeldomCalledUnlike() {
    Random random = new Random(2);
    long runs =
        IntStream.range(0, 200)
            .filter(
                run ->
                    Gaps.of(SET, scoring(text -> random.nextDouble())).rows().stream()
                        .anyMatch(Row::unlike))
            .count();

    assertThat(runs).isBetween(1L, 20L);
  }

  @Test
  void textsAtTheThresholdCountAsFound() {
    Gaps gaps = Gaps.of(SET, scoring(text -> text.contains("red") ? THRESHOLD : 0.499));

    assertThat(row(gaps, "red").found().hits()).isEqualTo(20);
    assertThat(row(gaps, "green").found().hits()).isZero();
    assertThat(row(gaps, "red").mean()).isCloseTo(THRESHOLD, within(1e-12));
  }

  private static Row row(Gaps gaps, String group) {
    return gaps.rows().stream().filter(r -> r.group().equals(group)).findFirst().orElseThrow();
  }

  private static int template(String text) {
    return Integer.parseInt(text.substring(text.indexOf('#') + 1));
  }

  private static Scorer scoring(ToDoubleFunction<String> score) {
    Span anywhere = new Span(Where.PROMPT, 0, 0, 1);
    return texts ->
        texts.stream()
            .map(text -> List.of(new Score("hate", score.applyAsDouble(text), THRESHOLD, anywhere)))
            .toList();
  }

  private static ProbeSet set(int templates) {
    Map<String, String> colours = new LinkedHashMap<>();
    List.of("red", "green", "blue").forEach(colour -> colours.put(colour, colour));
    Map<String, String> sizes = new LinkedHashMap<>();
    List.of("tall", "small").forEach(size -> sizes.put(size, size));
    return new ProbeSet(
        List.of(new Attribute("colour", colours), new Attribute("size", sizes)),
        IntStream.range(0, templates)
            .mapToObj(i -> new Template("neutral", "The {group} one came #" + i))
            .toList());
  }
}
