package io.glasswatch.cli.backtest;

import io.glasswatch.cli.quality.QualityTable;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Rejected;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes what is said of a log, line by line, and counts it. */
final class Results implements AutoCloseable {

  static final String ASSESSMENTS = "assessments.jsonl";
  static final String FINDINGS = "findings.jsonl";
  static final String ALERTS = "alerts.jsonl";

  private final BufferedWriter assessments;
  private final BufferedWriter findings;
  private final BufferedWriter alerts;
  private final Tally tally = new Tally();
  private final Optional<QualityTable> quality;

  private Results(
      BufferedWriter assessments,
      BufferedWriter findings,
      BufferedWriter alerts,
      Optional<QualityTable> quality) {
    this.quality = quality;
    this.assessments = assessments;
    this.findings = findings;
    this.alerts = alerts;
  }

  /**
   * Begins the files in {@code folder}, which is made if it is not there.
   *
   * @param quality told what is said of rows with labels, if that is asked for
   */
  static Results in(Path folder, Optional<QualityTable> quality) throws IOException {
    Files.createDirectories(folder);
    return new Results(
        Files.newBufferedWriter(folder.resolve(ASSESSMENTS)),
        Files.newBufferedWriter(folder.resolve(FINDINGS)),
        Files.newBufferedWriter(folder.resolve(ALERTS)),
        quality);
  }

  /** Returns what has been counted so far. */
  Tally tally() {
    return tally;
  }

  /** A record was read from the log. */
  void record(byte[] line) {
    tally.records++;
    quality.ifPresent(table -> table.expect(line));
  }

  /** So many interactions were assessed. */
  void assessed(int interactions) {
    tally.interactions += interactions;
  }

  /** So many interactions were there before, word for word, and not assessed again. */
  void dropped(long duplicates) {
    tally.interactions += duplicates;
  }

  /** All is known of an interaction. */
  void judged(Judged judged) throws IOException {
    tally.add(judged);
    quality.ifPresent(table -> table.said(judged.id(), judged.scores(), judged.item().findings()));
    write(assessments, judged.assessment());
    for (Object finding : judged.findings()) {
      write(findings, finding);
    }
  }

  /** A record could not be read. */
  void rejected(Rejected.Reason reason) {
    tally.rejected.merge(reason.id(), 1L, Long::sum);
  }

  /** Alerts changed. */
  void changed(List<Alert> changes) throws IOException {
    for (Alert alert : changes) {
      tally.add(alert);
      write(alerts, alert);
    }
  }

  private static void write(BufferedWriter file, Object line) throws IOException {
    file.write(Json.TEXT.writeValueAsString(line));
    file.write('\n');
  }

  @Override
  public void close() throws IOException {
    assessments.close();
    findings.close();
    alerts.close();
  }
}
