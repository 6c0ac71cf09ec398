package io.glasswatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.chaos.check.Checker;
import io.glasswatch.chaos.check.Observer;
import io.glasswatch.chaos.fault.Scene;
import io.glasswatch.chaos.fault.Scene.Cast;
import io.glasswatch.chaos.traffic.Traffic;
import io.glasswatch.chaos.traffic.Workload;
import io.glasswatch.contract.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long after a kill the first alert fires on what was sent after it. */
@Tag("full")
@Timeout(240)
class RecoveryTest {

  /** The group's session, the transaction's time-out and a start, on a busy machine. */
  private static final Duration RECOVERY = Duration.ofSeconds(45);

  @TempDir private Path dir;

  @ParameterizedTest(name = "stable id {0}, standby {1}")
  @CsvSource({"false, false", "true, false", "false, true"})
  void alertsFireAgainAfterAKill(boolean stableIds, boolean standby) throws Exception {
    Map<String, String> settings = new HashMap<>(ChaosRun.SETTINGS);
    settings.put("STANDBY_REPLICAS", standby ? "1" : "0");
    try (Scene scene = Scene.start(dir, settings, new Cast(1, stableIds, Optional.empty()));
        Observer observer = Observer.start(scene.bootstrapServers())) {
      scene.traffic(
          new Traffic(scene.bootstrapServers(), new Workload(1, Instant.now()), 100, 1_000));
      scene.traffic().start();
      if (standby) {
        scene.startApp("b");
      }
      TimeUnit.SECONDS.sleep(15);
      scene.app("a").kill();
      Instant killed = Instant.now();
      if (!standby) {
        scene.startApp("a");
      }
      Optional<Duration> recovered = Optional.empty();
      while (recovered.isEmpty() && Instant.now().isBefore(killed.plus(RECOVERY))) {
        TimeUnit.MILLISECONDS.sleep(100);
        recovered = firstAlert(observer, new Checker(scene.traffic().sent()), killed);
      }
      System.out.printf(
          "kill to first new alert, stable id %s, standby %s: %s%n", stableIds, standby, recovered);
      assertThat(recovered).isPresent();
    }
  }

  private static Optional<Duration> firstAlert(Observer observer, Checker checker, Instant since) {
    return observer.outcomes().alerts().stream()
        .filter(seen -> seen.value().state() == Alert.State.FIRING)
        .filter(
            seen ->
                seen.value()
                    .interaction()
                    .flatMap(checker::sent)
                    .filter(sent -> sent.at().isAfter(since))
                    .isPresent())
        .map(seen -> Duration.between(since, seen.at()))
        .min(Duration::compareTo);
  }
}
