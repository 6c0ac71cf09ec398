package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.attribution.AttributionSeries;
import io.glasswatch.stream.attribution.SeriesKey;
import io.glasswatch.stream.attribution.sketch.Place;
import io.glasswatch.stream.attribution.sketch.Speaker;
import io.glasswatch.stream.attribution.sketch.WordShare;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What drove the scores over time: words, roles and places, of one series in full. */
public final class AttributionsPage {

  private static final Template TEMPLATE = Html.template("attributions.mustache");
  private static final String PATH = "/explanations?";

  private record View(
      String missing, boolean none, String segment, List<SeriesRow> series, List<Shown> chosen) {}

  private record SeriesRow(
      String link,
      boolean chosen,
      String model,
      String category,
      String method,
      String interactions,
      String untrusted) {}

  /** The series that is shown in full. */
  private record Shown(
      String model,
      String category,
      String method,
      String interactions,
      String untrusted,
      String wordShare,
      String wordError,
      String window,
      String allWindows,
      boolean noWords,
      List<WordRow> words,
      List<WindowRow> windows) {}

  private record WordRow(
      String word,
      String bar,
      String share,
      String atMost,
      String raised,
      String interactions,
      String with,
      String without) {}

  private record WindowRow(
      String start,
      String link,
      boolean chosen,
      String interactions,
      String untrusted,
      List<Stretch> stretches,
      String system,
      String user,
      String assistant,
      String tool,
      String first,
      String middle,
      String last) {}

  /** A stretch of a bar, in hundredths of it. */
  private record Stretch(String role, String x, String width) {}

  private AttributionsPage() {}

  /**
   * Returns the page.
   *
   * @param query which series is shown in full: the first that it accepts
   * @param series all series of the segment
   */
  public static String render(AttributionQuery query, Gathered<List<AttributionSeries>> series) {
    Optional<AttributionSeries> chosen =
        series.value().stream().filter(s -> query.accepts(s.key())).findFirst();
    return Html.served(
        "Explanations over time",
        TEMPLATE.execute(
            new View(
                series.missing(),
                series.value().isEmpty(),
                query.segment(),
                series.value().stream().map(s -> row(s, chosen.equals(Optional.of(s)))).toList(),
                chosen.map(s -> shown(s, query.window())).stream().toList())));
  }

  private static SeriesRow row(AttributionSeries series, boolean chosen) {
    SeriesKey key = series.key();
    return new SeriesRow(
        link(key, Optional.empty()),
        chosen,
        key.model(),
        key.category(),
        Words.method(key.method()),
        Words.number((double) series.interactions()),
        untrusted(series.untrusted(), series.checked()));
  }

  private static Shown shown(AttributionSeries series, Optional<Instant> window) {
    SeriesKey key = series.key();
    double most = series.words().stream().mapToDouble(WordShare::share).max().orElse(1);
    return new Shown(
        key.model(),
        key.category(),
        Words.method(key.method()),
        Words.number((double) series.interactions()),
        untrusted(series.untrusted(), series.checked()),
        Words.percent(series.wordShare()),
        Words.percent(series.wordError()),
        window.map(Words::time).orElse(""),
        link(key, Optional.empty()),
        series.words().isEmpty(),
        series.words().stream().map(w -> row(w, series.wordError(), most)).toList(),
        series.windows().stream().map(w -> row(key, w, window)).toList());
  }

  private static WordRow row(WordShare word, double error, double most) {
    return new WordRow(
        Invisible.printable(word.word()),
        Words.percent(most == 0 ? 0 : word.share() / most),
        Words.percent(word.share()),
        Words.percent(Math.min(1, word.share() + error)),
        Words.percent(word.raised()),
        Words.number((double) word.interactions()),
        mean(word.scoreWith()),
        mean(word.scoreWithout()));
  }

  private static WindowRow row(
      SeriesKey key, AttributionSeries.Window window, Optional<Instant> chosen) {
    return new WindowRow(
        Words.timeInTable(window.start()),
        link(key, Optional.of(window.start())),
        chosen.equals(Optional.of(window.start())),
        Words.number((double) window.interactions()),
        untrusted(window.untrusted(), window.checked()),
        stretches(window.roles()),
        share(window.roles(), Speaker.SYSTEM.id()),
        share(window.roles(), Speaker.USER.id()),
        share(window.roles(), Speaker.ASSISTANT.id()),
        share(window.roles(), Speaker.TOOL.id()),
        share(window.places(), Place.FIRST.id()),
        share(window.places(), Place.MIDDLE.id()),
        share(window.places(), Place.LAST.id()));
  }

  private static List<Stretch> stretches(Map<String, Double> roles) {
    List<Stretch> stretches = new ArrayList<>();
    double x = 0;
    for (Speaker speaker : Speaker.values()) {
      double width = roles.getOrDefault(speaker.id(), 0.0);
      stretches.add(new Stretch(speaker.id(), Words.percent(x), Words.percent(width)));
      x += width;
    }
    return stretches;
  }

  private static String share(Map<String, Double> shares, String id) {
    return Words.percent(shares.getOrDefault(id, 0.0)) + " %";
  }

  private static String untrusted(long untrusted, long checked) {
    return checked == 0 ? "not checked" : Words.percent((double) untrusted / checked) + " %";
  }

  private static String mean(OptionalDouble score) {
    return score.isPresent() ? Words.probability(score.getAsDouble()) : "–";
  }

  private static String link(SeriesKey key, Optional<Instant> window) {
    Map<String, String> parameters =
        new TreeMap<>(
            new AttributionQuery(
                    Optional.of(key.model()),
                    key.segment(),
                    Optional.of(key.category()),
                    Optional.of(key.method()),
                    window)
                .parameters());
    return PATH
        + parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + Words.inPath(p.getValue()))
            .collect(Collectors.joining("&"));
  }
}
