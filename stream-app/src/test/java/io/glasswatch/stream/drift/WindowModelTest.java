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
            DriftSeries.Progress progress = series.close(time, SETTINGS);
            handedOn += progress.judgeable().stream().mapToLong(c -> c.counts().records()).sum();
            reference += progress.reference().map(r -> r.counts().records()).orElse(0L);
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
