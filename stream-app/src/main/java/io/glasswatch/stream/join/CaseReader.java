package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import io.glasswatch.stream.state.TimedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Looks cases up in the part of the state that this instance holds. */
public final class CaseReader {

  private final KafkaStreams streams;

  public CaseReader(KafkaStreams streams) {
    this.streams = streams;
  }

  /**
   * Returns the case of one interaction, complete or still waiting for its explanation.
   *
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public Optional<Case> find(String interaction) {
    ReadOnlyKeyValueStore<String, Dossier> dossiers =
        streams.store(
            StoreQueryParameters.fromNameAndType(
                JoinStores.DOSSIERS.name(), QueryableStoreTypes.keyValueStore()));
    return Optional.ofNullable(dossiers.get(interaction)).flatMap(Dossier::toCase);
  }

  /**
   * Returns the latest cases that {@code wanted} accepts, newest first, at most {@code limit}.
   *
   * @param partitions where to look; all of them must be here
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public List<Case> recent(Set<Integer> partitions, Predicate<Case> wanted, int limit) {
    List<Case> found = new ArrayList<>();
    for (int partition : partitions) {
      found.addAll(recentOf(partition, wanted, limit));
    }
    return found.stream()
        .sorted(Comparator.comparing(Case::openedAt).reversed())
        .limit(limit)
        .toList();
  }

  private List<Case> recentOf(int partition, Predicate<Case> wanted, int limit) {
    ReadOnlyKeyValueStore<TimedKey, String> opened =
        streams.store(
            StoreQueryParameters.<ReadOnlyKeyValueStore<TimedKey, String>>fromNameAndType(
                    JoinStores.OPENED.name(), QueryableStoreTypes.keyValueStore())
                .withPartition(partition));
    List<Case> found = new ArrayList<>();
    try (KeyValueIterator<TimedKey, String> newestFirst = opened.reverseAll()) {
      while (newestFirst.hasNext() && found.size() < limit) {
        find(newestFirst.next().key.id()).filter(wanted).ifPresent(found::add);
      }
    }
    return found;
  }
}
