package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.serve.DriftLine;
import java.util.ArrayList;
import java.util.List;

/** One watched signal: its latest window beside its reference, as bars and as numbers. */
public final class DriftSignalPage {

  private static final Template TEMPLATE = Html.template("drift-signal.mustache");

  /** Width of a bin in the picture: a bar of the reference, a bar of the window, and a gap. */
  private static final int BIN = 12;

  private record View(
      String signal,
      String model,
      String segment,
      String state,
      String ratio,
      String score,
      String threshold,
      String records,
      String cases,
      boolean compared,
      String referenceMean,
      String windowMean,
      int width,
      List<BinRow> bins) {}

  private record BinRow(
      String range,
      String reference,
      String referenceShare,
      String window,
      String windowShare,
      int x,
      int xWindow,
      String y,
      String height,
      String yWindow,
      String heightWindow) {}

  private DriftSignalPage() {}

  /** Returns the page. */
  public static String render(DriftLine line) {
    List<BinRow> bins = line.histograms().map(DriftSignalPage::rows).orElse(List.of());
    return Html.served(
        line.signal() + " of " + line.model(),
        TEMPLATE.execute(
            new View(
                line.signal(),
                line.model(),
                line.segment(),
                DriftPage.state(line),
                line.ratio().isPresent() ? Words.times(line.ratio().getAsDouble()) : "",
                line.score().isPresent() ? Words.number(line.score().getAsDouble()) : "",
                line.threshold().isPresent() ? Words.number(line.threshold().getAsDouble()) : "",
                Words.number((double) line.records()),
                DriftPage.casesOf(line),
                line.histograms().isPresent(),
                line.histograms().map(h -> Words.number(h.referenceMean())).orElse(""),
                line.histograms().map(h -> Words.number(h.windowMean())).orElse(""),
                bins.size() * BIN,
                bins)));
  }

  private static List<BinRow> rows(Histograms histograms) {
    long reference = histograms.bins().stream().mapToLong(Histograms.Bin::reference).sum();
    long window = histograms.bins().stream().mapToLong(Histograms.Bin::window).sum();
    double most =
        histograms.bins().stream()
            .mapToDouble(b -> Math.max(share(b.reference(), reference), share(b.window(), window)))
            .max()
            .orElse(1);
    List<BinRow> rows = new ArrayList<>();
    for (int i = 0; i < histograms.bins().size(); i++) {
      Histograms.Bin bin = histograms.bins().get(i);
      double was = share(bin.reference(), reference);
      double is = share(bin.window(), window);
      rows.add(
          new BinRow(
              range(histograms.bins(), i),
              Words.number((double) bin.reference()),
              Words.percent(was) + " %",
              Words.number((double) bin.window()),
              Words.percent(is) + " %",
              i * BIN + 1,
              i * BIN + BIN / 2,
              Words.percent(1 - was / most),
              Words.percent(was / most),
              Words.percent(1 - is / most),
              Words.percent(is / most)));
    }
    return rows;
  }

  private static String range(List<Histograms.Bin> bins, int i) {
    String upTo = Words.number(bins.get(i).upTo());
    if (i == bins.size() - 1) {
      return "above " + Words.number(bins.get(i - 1).upTo());
    }
    return i == 0 ? "up to " + upTo : Words.number(bins.get(i - 1).upTo()) + " – " + upTo;
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
