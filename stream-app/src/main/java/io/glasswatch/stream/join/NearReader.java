package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import io.glasswatch.stream.join.Fingerprint.Likeness;
import io.glasswatch.stream.state.TimedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Finds cases whose text is nearly the same, in the part of the state that this instance holds. */
public final class NearReader {

  /** Only so many of the newest cases of this instance are compared. */
  private static final int MOST_COMPARED = 50_000;

  /** No more cases than these are read for one question. */
  private static final int MOST_FOUND = 100;

  private final KafkaStreams streams;
  private final CaseReader cases;

  private record Found(String id, Likeness likeness) {}

  /**
   * @param cases where the cases that are found are read
   */
  public NearReader(KafkaStreams streams, CaseReader cases) {
    this.streams = streams;
    this.cases = cases;
  }

  /**
   * Returns the cases that are nearest to {@code wanted}, the nearest first.
   *
   * @param partitions where to look; all of them must be here
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public List<Case> near(Set<Integer> partitions, Fingerprint wanted) {
    List<Found> found = new ArrayList<>();
    if (!wanted.isEmpty()) {
      for (int partition : partitions) {
        compare(partition, wanted, MOST_COMPARED / partitions.size(), found);
      }
    }
    return found.stream()
        .sorted(Comparator.comparing(Found::likeness))
        .limit(MOST_FOUND)
        .flatMap(near -> cases.find(near.id()).stream())
        .toList();
  }

  private void compare(int partition, Fingerprint wanted, int most, List<Found> found) {
    ReadOnlyKeyValueStore<TimedKey, Fingerprint> fingerprints =
        streams.store(
            StoreQueryParameters.<ReadOnlyKeyValueStore<TimedKey, Fingerprint>>fromNameAndType(
                    JoinStores.FINGERPRINTS, QueryableStoreTypes.keyValueStore())
                .withPartition(partition));
    try (KeyValueIterator<TimedKey, Fingerprint> newestFirst = fingerprints.reverseAll()) {
      for (int seen = 0; seen < most && newestFirst.hasNext(); seen++) {
        KeyValue<TimedKey, Fingerprint> next = newestFirst.next();
        Optional<Likeness> likeness = next.value.likeness(wanted);
        likeness.ifPresent(l -> found.add(new Found(next.key.id(), l)));
      }
    }
  }
}
