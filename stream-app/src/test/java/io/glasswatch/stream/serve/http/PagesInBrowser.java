package io.glasswatch.stream.serve.http;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.attribution.SeriesKey;
import io.glasswatch.stream.attribution.sketch.WordShare;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.InMemoryRecords;
import io.glasswatch.stream.serve.ReviewDesk;
import io.glasswatch.stream.serve.fleet.Peers;
import io.glasswatch.testing.Browser;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** All pages with made-up records behind them, in a real browser. */
final class PagesInBrowser implements AutoCloseable {

  static final int WIDE = 1280;
  static final int NARROW = 400;

  private static final String BOT = "support-bot@2026-11";

  private static final Histograms LONGER_ANSWERS =
      new Histograms(
          List.of(
              new Histograms.Bin(40, 250, 12),
              new Histograms.Bin(80, 250, 40),
              new Histograms.Bin(160, 250, 110),
              new Histograms.Bin(1 << 30, 250, 250)),
          104.2,
          311.8);

  private final Browser browser;
  private final WebServer server;

  private PagesInBrowser(Browser browser, WebServer server) {
    this.browser = browser;
    this.server = server;
  }

  static PagesInBrowser start() {
    Browser browser = Browser.start();
    Case leak = CasesOf.leakedKey("i-2041");
    Explanation unexplained =
        new Explanation.Unexplained(
            "i-2039", CasesOf.NOON, Explanation.Unexplained.NO_ANSWER, "after 30 s");
    InMemoryRecords records =
        InMemoryRecords.of(
                leak,
                CasesOf.leakedKey("i-1987"),
                CasesOf.harmless("i-2040", Optional.empty()),
                CasesOf.harmless("i-2039", Optional.of(unexplained)))
            .with(
                CasesOf.alert("i-2041", Alert.State.FIRING),
                CasesOf.drift(BOT, "all", "response_length", 0.41, Alert.State.FIRING),
                CasesOf.drift(BOT, "tenant=acme", "response_length", 0.52, Alert.State.FIRING),
                CasesOf.drift(BOT, "language=en", "output_tokens", 0.33, Alert.State.FIRING),
                CasesOf.drift(BOT, "all", "latency", 0.21, Alert.State.PENDING),
                CasesOf.drift(BOT, "all", "refusal", 0.29, Alert.State.RESOLVED),
                CasesOf.alert("i-2040", Alert.State.RESOLVED));
    WebServer server = WebServer.bind("127.0.0.1", 0);
    server.serve(
        records.with(drifting()).with(driven()),
        new Peers(Set::of),
        ReviewDesk.CLOSED,
        new CollectorRegistry());
    return new PagesInBrowser(browser, server);
  }

  Browser browser() {
    return browser;
  }

  /** Opens a page by its path in a window of that width. */
  void open(String path, int width, boolean dark) {
    browser.open(server.url() + path, width, dark);
  }

  @Override
  public void close() {
    browser.close();
    server.close();
  }

  private static DriftLine[] drifting() {
    return new DriftLine[] {
      judged(BOT, "all", "response_length", 0.41, 0.24, 412),
      judged(BOT, "tenant=acme", "response_length", 0.52, 0.33, 180),
      judged(BOT, "all", "latency", 0.11, 0.24, 412),
      judged("summarizer@3", "all", "refusal", 0.07, 0.19, 655),
      DriftLine.undecided("summarizer@3", "tenant=initech", "latency", 12)
    };
  }

  private static DriftLine judged(
      String model, String segment, String signal, double score, double threshold, long records) {
    return DriftLine.judged(
        model, segment, signal, score, threshold, records, Optional.of(LONGER_ANSWERS));
  }

  /** Two categories, one of them over three hours in which the mass moves to the system prompt. */
  private static AttributionSeries[] driven() {
    SeriesKey hate = new SeriesKey("support-bot@2026-11", "all", "hate", "deeplift");
    SeriesKey injection =
        new SeriesKey("support-bot@2026-11", "all", "prompt_injection", "deeplift");
    return new AttributionSeries[] {
      new AttributionSeries(
          hate,
          412,
          400,
          24,
          List.of(
              word("idiots", 0.083, 1, 61, 0.91, 0.22),
              word("kindly", 0.021, 0.04, 48, 0.12, 0.31),
              word("<b>fool</b>", 0.017, 0.98, 12, 0.84, 0.28)),
          0.004,
          0.92,
          List.of(
              hour(0, 160, 0.10, 0.60, 0.30),
              hour(1, 140, 0.12, 0.57, 0.31),
              hour(2, 112, 0.45, 0.30, 0.25))),
      new AttributionSeries(injection, 37, 0, 0, List.of(), 0, 0.88, List.of(hour(2, 37, 0, 1, 0)))
    };
  }

  private static WordShare word(
      String word, double share, double raised, long seen, double with, double without) {
    return new WordShare(
        word, share, raised, seen, OptionalDouble.of(with), OptionalDouble.of(without));
  }

  private static AttributionSeries.Window hour(
      int hour, long explained, double system, double user, double assistant) {
    return new AttributionSeries.Window(
        CasesOf.NOON.plus(Duration.ofHours(hour)),
        explained,
        explained,
        explained / 20,
        Map.of("system", system, "user", user, "assistant", assistant, "tool", 0.0),
        Map.of("first", 0.2, "middle", 0.7, "last", 0.1));
  }
}
