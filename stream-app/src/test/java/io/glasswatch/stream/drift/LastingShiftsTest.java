package io.glasswatch.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.DriftVerdict;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import io.glasswatch.stream.drift.judge.Reference;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LastingShiftsTest {

  private static final DriftSettings SETTINGS = DriftSettings.DEFAULT;
  private static final Map<String, DriftVerdict> STABLE = Map.of("length", new Stable(0, 1, 200));

  private final Random random = new Random(1);
  private final Reference reference = Reference.frozen(window(1000, 0));
  private final LastingShifts shifts = new LastingShifts();

  @Test
  void goesOnWhereItsBytesLeftOff() {
    for (int i = 0; i < 3; i++) {
      shifts.add(reference, window(40, 0.4), STABLE, SETTINGS);
    }
    LastingShifts read = LastingShifts.of(shifts.toBytes());

    assertThat(read.verdicts(reference, STABLE, SETTINGS))
        .isEqualTo(shifts.verdicts(reference, STABLE, SETTINGS));
    assertThat(((Stable) verdict(read)).score()).isGreaterThan(1);
    assertThat(read.toBytes()).isEqualTo(shifts.toBytes());
  }

  @Test
  void aSmallShiftAddsUpUntilItHasDrifted() {
    int windows = 0;
    while (verdict(shifts) instanceof Stable && windows < 20) {
      shifts.add(reference, window(100, 0.4), STABLE, SETTINGS);
      windows++;
    }
    assertThat(verdict(shifts)).isInstanceOf(Drifted.class);
    assertThat(windows).isBetween(2, 6);
  }

  @Test
  void aSignalThatCouldNotBeJudgedHasNoLastingShift() {
    Map<String, DriftVerdict> undecided = Map.of("length", new Undecided(3, 200));
    shifts.add(reference, window(3, 5), undecided, SETTINGS);

    assertThat(shifts.verdicts(reference, undecided, SETTINGS)).isEmpty();
    assertThat(shifts.toBytes()).isEqualTo(new LastingShifts().toBytes());
  }

  private DriftVerdict verdict(LastingShifts some) {
    return some.verdicts(reference, STABLE, SETTINGS).get("length_lasting");
  }

  private WindowCounts window(int records, double shift) {
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < records; i++) {
      counts.add(Measured.of(Map.of("length", Math.exp(5 + shift + random.nextGaussian()))));
    }
    return counts;
  }
}
