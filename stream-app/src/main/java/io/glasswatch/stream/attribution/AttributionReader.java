package io.glasswatch.stream.attribution;

import io.glasswatch.stream.attribution.sketch.Weights;
import io.glasswatch.stream.state.TimedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads what drove the scores from the part of the state that this instance holds. */
public final class AttributionReader {

  private final KafkaStreams streams;
  private final int people;

  /**
   * @param people how many must have used a word that is shown
   */
  public AttributionReader(KafkaStreams streams, int people) {
    this.streams = streams;
    this.people = people;
  }

  /** The windows of a series, and the weights of those whose words are asked for. */
  private record Read(Weights weights, List<AttributionSeries.Window> windows) {}

  /**
   * Returns the series that {@code query} asks for, those with the most interactions first.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public List<AttributionSeries> series(AttributionQuery query) {
    ReadOnlyKeyValueStore<TimedKey, byte[]> store =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                KeepProcessor.KEPT.name(), QueryableStoreTypes.keyValueStore()));
    try (KeyValueIterator<TimedKey, byte[]> all = store.all()) {
      return series(query, people, all);
    }
  }

  /** As {@link #series(AttributionQuery)}, of windows in the order of {@code all}. */
  static List<AttributionSeries> series(
      AttributionQuery query, int people, KeyValueIterator<TimedKey, byte[]> all) {
    Map<SeriesKey, Read> read = new LinkedHashMap<>();
    while (all.hasNext()) {
      KeyValue<TimedKey, byte[]> next = all.next();
      SeriesKey key = SeriesKey.of(next.key.id());
      if (query.accepts(key)) {
        Weights weights = Weights.of(next.value);
        Read series = read.computeIfAbsent(key, k -> new Read(new Weights(), new ArrayList<>()));
        series.windows.add(AttributionSeries.Window.of(next.key.time(), weights));
        if (query.showsWordsOf(next.key.time())) {
          series.weights.merge(weights);
        }
      }
    }
    return read.entrySet().stream()
        .map(
            e ->
                AttributionSeries.of(
                    e.getKey(), e.getValue().weights, people, sorted(e.getValue().windows)))
        .sorted(AttributionSeries.MOST_FIRST)
        .toList();
  }

  private static List<AttributionSeries.Window> sorted(List<AttributionSeries.Window> windows) {
    return windows.stream().sorted(Comparator.comparing(AttributionSeries.Window::start)).toList();
  }
}
