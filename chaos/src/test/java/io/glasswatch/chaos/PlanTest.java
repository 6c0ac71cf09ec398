package io.glasswatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.chaos.fault.Fault;
import io.glasswatch.chaos.traffic.Line;
import io.glasswatch.chaos.traffic.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final List<Fault> ALL = Fault.drawn();

  @Test
  void theSameSeedDrawsTheSamePlanAndTraffic() {
    assertThat(Plan.of(7, 100, ALL)).isEqualTo(Plan.of(7, 100, ALL));
    assertThat(written(7)).isEqualTo(written(7)).isNotEqualTo(written(8));
  }

  @Test
  void fiftySeedsDrawEveryFault() {
    Set<Fault> drawn = EnumSet.noneOf(Fault.class);
    for (long seed = 1; seed <= 50; seed++) {
      drawn.addAll(Plan.of(seed, 100, ALL).faults());
    }
    assertThat(drawn).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void anUpgradeComesBeforeBetweenOrAfterTheOthersAndOnlyWhereItIsAskedFor() {
    Set<Integer> places = new HashSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      Plan plan = Plan.of(seed, 100, ALL);
      List<Fault> upgraded = new ArrayList<>(plan.upgraded().faults());
      places.add(upgraded.indexOf(Fault.UPGRADE));
      upgraded.remove(Fault.UPGRADE);
      assertThat(upgraded).isEqualTo(plan.faults()).doesNotContain(Fault.UPGRADE);
    }
    assertThat(places).contains(0, 1, 2);
  }

  @Test
  void everyFaultIsFoundByItsId() {
    assertThat(ALL).allSatisfy(fault -> assertThat(Fault.of(fault.id())).isEqualTo(fault));
  }

  private static List<String> written(long seed) {
    Workload workload = new Workload(seed, Instant.parse("2026-11-22T12:00:00Z"));
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      for (Line line : workload.next()) {
        values.add(line.key() + line.value().map(Arrays::hashCode) + line.fate());
      }
    }
    return values;
  }
}
