package io.glasswatch.stream.attribution;

import io.glasswatch.stream.attribution.sketch.Place;
import io.glasswatch.stream.attribution.sketch.Speaker;
import io.glasswatch.stream.attribution.sketch.Weights;
import io.glasswatch.stream.attribution.sketch.WordShare;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What drove one category over time, by one method.
 *
 * @param key of which model, segment, category and method
 * @param interactions how many explained interactions the words come from
 * @param checked how many of their attributions were checked against random order
 * @param untrusted how many of those checked were no better
 * @param words the heaviest words that may be shown, the heaviest first
 * @param wordError by how much the share of a word may be too small, 0 to 1
 * @param wordShare share of the mass that lies on words, shown or not, 0 to 1
 * @param windows every window that is kept, the oldest first
 */
public record AttributionSeries(
    SeriesKey key,
    long interactions,
    long checked,
    long untrusted,
    List<WordShare> words,
    double wordError,
    double wordShare,
    List<Window> windows) {

  /** The series of most interactions first. */
  public static final Comparator<AttributionSeries> MOST_FIRST =
      Comparator.comparingLong(AttributionSeries::interactions)
          .reversed()
          .thenComparing(series -> series.key().id());

  /** Words that are shown of a series. */
  private static final int MOST_WORDS = 20;

  /**
   * One stretch of event time.
   *
   * @param start its first event time
   * @param interactions how many explained interactions it has
   * @param checked how many of their attributions were checked against random order
   * @param untrusted how many of those checked were no better
   * @param roles share of the mass by who wrote the text, 0 to 1 each
   * @param places share of the mass in the first tenth of the tokens, the last, and between
   */
  public record Window(
      Instant start,
      long interactions,
      long checked,
      long untrusted,
      Map<String, Double> roles,
      Map<String, Double> places) {

    static Window of(Instant start, Weights weights) {
      Map<String, Double> roles = new LinkedHashMap<>();
      for (Speaker speaker : Speaker.values()) {
        roles.put(speaker.id(), weights.share(speaker));
      }
      Map<String, Double> places = new LinkedHashMap<>();
      for (Place place : Place.values()) {
        places.put(place.id(), weights.share(place));
      }
      return new Window(
          start, weights.interactions(), weights.checked(), weights.untrusted(), roles, places);
    }
  }

  public AttributionSeries {
    words = List.copyOf(words);
    windows = List.copyOf(windows);
  }

  /**
   * Returns the series.
   *
   * @param all what its words are taken from, hidden ones included
   * @param people how many must have used a word that is shown
   */
  public static AttributionSeries of(SeriesKey key, Weights all, int people, List<Window> windows) {
    return new AttributionSeries(
        key,
        all.interactions(),
        all.checked(),
        all.untrusted(),
        all.heaviest(MOST_WORDS, people),
        all.error(),
        all.wordShare(),
        windows);
  }
}
