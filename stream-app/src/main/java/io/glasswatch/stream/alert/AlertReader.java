package io.glasswatch.stream.alert;

import io.glasswatch.contract.Alert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Looks alerts up in the part of the state that this instance holds. */
public final class AlertReader {

  private final KafkaStreams streams;

  public AlertReader(KafkaStreams streams) {
    this.streams = streams;
  }

  /**
   * Returns the latest state of every alert, newest transition first.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public List<Alert> all() {
    ReadOnlyKeyValueStore<String, AlertState> store =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                AlertProcessor.STORE, QueryableStoreTypes.keyValueStore()));
    List<Alert> alerts = new ArrayList<>();
    try (KeyValueIterator<String, AlertState> all = store.all()) {
      all.forEachRemaining(entry -> alerts.add(entry.value.alert()));
    }
    alerts.sort(Comparator.comparing(Alert::changedAt).reversed());
    return List.copyOf(alerts);
  }
}
