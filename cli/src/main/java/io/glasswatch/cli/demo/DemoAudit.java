package io.glasswatch.cli.demo;

import io.glasswatch.cli.audit.AuditCommand;
import io.glasswatch.cli.audit.OpenLog;
import io.glasswatch.cli.demo.report.DemoReport;
import io.glasswatch.stream.audit.LogTopic;
import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.LogDirectory;
import io.glasswatch.stream.audit.report.AuditReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The demo's audit log, copied before the demo is gone. */
final class DemoAudit {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private DemoAudit() {}

  /**
   * Copies the log into {@code directory}, with its report, once it holds what the demo counted.
   *
   * @return 0 if the log is as it was signed
   */
  static int copy(Demo demo, DemoReport counted, Path directory, PrintWriter out)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds(read(demo), counted) && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    }
    try (OpenLog log = open(demo)) {
      log.copyTo(new LogDirectory(directory));
    }
    return new CommandLine(new AuditCommand())
        .setOut(out)
        .execute(
            "report",
            "--dir",
            directory.toString(),
            "--out",
            directory.resolve("report.html").toString());
  }

  private static AuditReport read(Demo demo) {
    try (OpenLog log = open(demo)) {
      return log.report(Optional.empty(), Optional.empty());
    }
  }

  private static OpenLog open(Demo demo) {
    LogDirectory second = new LogDirectory(demo.auditDirectory());
    LogTopic topic = LogTopic.open(demo.observer());
    return new OpenLog(topic, Optional.of(topic), Optional.of(second), second.keys());
  }

  private static boolean holds(AuditReport audit, DemoReport counted) {
    AuditReport.Volumes v = audit.volumes();
    long fired = audit.incidents().stream().filter(i -> i.firingAt().isPresent()).count();
    return v.interactions() >= counted.interactions()
        && v.rejected() >= counted.rejected()
        && v.explained() >= counted.explained()
        && fired >= counted.alerts().size()
        && audit.integrity().stream().mapToLong(LogCheck.Result::size).sum()
            == audit.integrity().stream().mapToLong(LogCheck.Result::signed).sum();
  }
}
