package io.glasswatch.cli.audit;

import io.glasswatch.contract.Json;
import io.glasswatch.contract.Operation;
import io.glasswatch.stream.audit.report.AuditReport;
import io.glasswatch.stream.serve.page.AuditPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch audit report}: what an auditor reads first. */
@Command(
    name = "report",
    description = {
      "Sums the log up along the steps of an audit, as one page without outside parts and as JSON.",
      "Ends with 0 only if the log is as it was signed; the report says so either way."
    },
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Begin, e.g. 2026-11-01T00:00:00Z; by default the log's.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "End, itself not included; by default the log's.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The page, e.g. audit.html; the JSON is put beside it as audit.json.")
  private Path out;

  @Mixin private Source source;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    AuditReport report;
    try (OpenLog opened = source.open()) {
      report = opened.report(from, to);
    }
    write(report);
    source.tell(Operation.REPORT, "audit", Map.of());
    spec.commandLine()
        .getOut()
        .printf(
            "%,d interactions, %,d incidents, log %s: %s%n",
            report.volumes().interactions(),
            report.incidents().size(),
            report.intact() ? "as written" : "NOT as it was signed",
            out);
    return report.intact() ? 0 : 1;
  }

  private void write(AuditReport report) throws IOException {
    Files.writeString(out, AuditPage.render(report));
    Files.writeString(
        json(out), Json.TEXT.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
  }

  private static Path json(Path page) {
    String name = page.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return page.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".json");
  }
}
