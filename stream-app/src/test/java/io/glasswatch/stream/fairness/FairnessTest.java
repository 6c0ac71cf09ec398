package io.glasswatch.stream.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.fairness.Parity.Compared;
import io.glasswatch.stream.fairness.Parity.TooFew;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FairnessTest {

  private static final double Z = 1.959964;

  /** Newcombe's paper of 1998, table II: 56/70 against 48/80, method 10. */
  @Test
  void theIntervalOfADifferenceIsThatOfTheTextbook() {
    Compared compared = (Compared) Parity.of(new Rate(56, 70), new Rate(48, 80), 10, Z);
    assertThat(compared.difference()).isEqualTo(0.2, within(1e-12));
    assertThat(compared.interval().low()).isEqualTo(0.0524, within(5e-5));
    assertThat(compared.interval().high()).isEqualTo(0.3339, within(5e-5));
    assertThat(compared.ratio()).isEqualTo(0.75, within(1e-12));
    assertThat(compared.unlike()).isTrue();
  }

  @Test
  void aSmallRatioOfRareEventsMayBeChance() {
    Compared compared = (Compared) Parity.of(new Rate(1, 1000), new Rate(2, 1000), 10, Z);
    assertThat(compared.ratio()).isEqualTo(0.5);
    assertThat(compared.unlike()).isFalse();
  }

  @Test
  void aCertainButSmallDifferenceIsWithinFourFifths() {
    Compared compared =
        (Compared) Parity.of(new Rate(50_000, 100_000), new Rate(45_000, 100_000), 10, Z);
    assertThat(compared.interval().contains(0)).isFalse();
    assertThat(compared.unlike()).isFalse();
  }

  @Test
  void smallGroupsAreNotCompared() {
    assertThat(Parity.of(new Rate(1, 9), new Rate(1, 900), 30, Z)).isEqualTo(new TooFew(9, 30));
  }

  @Test
  void whatHappensToNobodyIsFair() {
    Compared compared = (Compared) Parity.of(new Rate(0, 100), new Rate(0, 100), 10, Z);
    assertThat(compared.ratio()).isEqualTo(1);
    assertThat(compared.unlike()).isFalse();
  }

  @Test
  void eachGroupIsHeldAgainstTheOthers() {
    FairnessTable table = new FairnessTable(30, Z);
    List<FairnessTable.Row> rows =
        table.of(Map.of("en", group(100, 5), "de", group(200, 10), "zh", group(100, 40)));

    assertThat(rows).extracting(FairnessTable.Row::group).containsExactly("de", "en", "zh");
    assertThat(rows.get(2).interactions()).isEqualTo(100);
    assertThat(rows.get(2).value()).isEqualTo(0.4);
    assertThat(rows.get(2).others()).isEqualTo(0.05);
    assertThat(((Compared) rows.get(2).parity()).unlike()).isTrue();
  }

  @Test
  void meansAreHeldAgainstThoseOfTheOthers() {
    WindowCounts slow = new WindowCounts();
    WindowCounts fast = new WindowCounts();
    for (int i = 0; i < 100; i++) {
      slow.add(Map.of("latency", 2.0 + i % 2));
      fast.add(Map.of("latency", 1.0 + i % 2));
    }

    List<FairnessTable.Row> rows = new FairnessTable(30, Z).of(Map.of("a", slow, "b", fast));

    assertThat(rows.get(0).value()).isEqualTo(2.5, within(1e-6));
    assertThat(rows.get(0).others()).isEqualTo(1.5, within(1e-6));
    Compared compared = (Compared) rows.get(0).parity();
    assertThat(compared.ratio()).isEqualTo(0.6, within(1e-6));
    assertThat(compared.interval().low())
        .isEqualTo(1 - Z * Math.sqrt(2 * 0.25 / 100), within(1e-6));
    assertThat(compared.unlike()).isTrue();
  }

  @Test
  void aRateOfMoreThanAllIsRefused() {
    assertThatThrownBy(() -> new Rate(3, 2))
        .hasMessage("there must be 0 <= hits <= total, but 3 of 2");
  }

  private static WindowCounts group(int size, int refusals) {
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < size; i++) {
      counts.add(Map.of("refusal", i < refusals ? 1.0 : 0.0));
    }
    return counts;
  }
}
