package io.glasswatch.stream.review;

import io.glasswatch.contract.Review;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Looks reviews up in the part of the state that this instance holds. */
public final class ReviewReader {

  private final KafkaStreams streams;

  public ReviewReader(KafkaStreams streams) {
    this.streams = streams;
  }

  /**
   * Returns the latest review of one case.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public Optional<Review> find(String interaction) {
    ReadOnlyKeyValueStore<String, Review> store =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                ReviewProcessor.STORE.name(), QueryableStoreTypes.keyValueStore()));
    return Optional.ofNullable(store.get(interaction));
  }
}
