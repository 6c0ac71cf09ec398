package io.glasswatch.stream.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.config.Settings;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Windows that open, take counts and close, held against a table of how many records each has. */
class WindowModelTest {

  private static final DriftSettings SETTINGS =
      DriftSettings.from(
          new Settings(
              Map.of(
                  "DRIFT_WINDOW", "PT1S",
                  "DRIFT_MIN_RECORDS", "20",
                  "DRIFT_REFERENCE_RECORDS", "40")));

  @Test
  void everyRecordIsCountedOnceWhateverTheOrder() {
    sequences(300);
  }

  @Test
  @Tag("full")
  void everyRecordIsCountedOnceInTenThousandOrders() {
    sequences(10_000);
  }

  @Test
  void aNewReferenceHoldsWhatBeginsAfterItWasAskedForAlsoWhenTheSeriesWasWrittenMeanwhile() {
    Random random = new Random(7);
    DriftSeries series = new DriftSeries();
    series.add(0, counts(40, random));
    assertThat(series.close(1_000, SETTINGS).reference()).isPresent();
    series.add(1_000, counts(30, random));

    assertThat(series.renew(SETTINGS)).isEqualTo(2_000);
    series.add(2_000, counts(25, random));
    series = DriftSeries.of(series.toBytes());
    assertThat(series.close(3_000, SETTINGS).reference()).isEmpty();
    series = DriftSeries.of(series.toBytes());
    series.add(3_000, counts(20, random));
    series.add(4_000, counts(20, random));
    DriftSeries.Progress progress = series.close(5_000, SETTINGS);

    assertThat(progress.reference()).hasValueSatisfying(r -> assertThat(r.records()).isEqualTo(45));
    assertThat(progress.judgeable()).extracting(DriftSeries.Closed::end).containsExactly(4_000L);
    assertThat(series.close(5_000, SETTINGS).judgeable())
        .extracting(DriftSeries.Closed::end)
        .containsExactly(5_000L);
  }

  private static void sequences(int count) {
    for (long seed = 0; seed < count; seed++) {
      Random random = new Random(seed);
      DriftSeries series = new DriftSeries();
      TreeMap<Long, Long> open = new TreeMap<>();
      long closedUntil = Long.MIN_VALUE;
      long settled = 0;
      long handedOn = 0;
      long reference = 0;
      for (int i = 0; i < 40; i++) {
        long time = random.nextInt(20) * 1_000L;
        switch (random.nextInt(6)) {
          case 0 -> {
            for (var first = open.firstEntry();
                first != null && first.getKey() + 1_000 <= time;
                first = open.firstEntry()) {
              settled += open.pollFirstEntry().getValue();
              closedUntil = first.getKey() + 1_000;
            }
            DriftSeries.Progress progress;
            do {
              progress = series.close(time, SETTINGS);
              handedOn += progress.judgeable().stream().mapToLong(c -> c.counts().records()).sum();
              reference += progress.reference().map(r -> r.counts().records()).orElse(0L);
            } while (progress.reference().isPresent());
          }
          case 1 -> series = DriftSeries.of(series.toBytes());
          default -> {
            int records = 1 + random.nextInt(15);
            boolean taken = series.add(time, counts(records, random));
            assertThat(taken).as("seed %d, window %d", seed, time).isEqualTo(time >= closedUntil);
            if (taken) {
              open.merge(time, (long) records, Long::sum);
            }
          }
        }
        assertThat(handedOn + reference + series.tooLittle().records())
            .as("records of closed windows, seed %d, step %d", seed, i)
            .isEqualTo(settled);
        assertThat(series.hasOpenBefore(Long.MAX_VALUE)).isEqualTo(!open.isEmpty());
      }
    }
  }

  private static WindowCounts counts(int records, Random random) {
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < records; i++) {
      counts.add(Map.of("length", random.nextDouble() * 100));
    }
    return counts;
  }
}
