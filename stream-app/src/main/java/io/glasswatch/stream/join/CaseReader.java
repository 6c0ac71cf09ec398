package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Looks cases up in the part of the state that this instance holds. */
public final class CaseReader {

  private final KafkaStreams streams;
  private final int partitions;

  public CaseReader(KafkaStreams streams, int partitions) {
    this.streams = streams;
    this.partitions = partitions;
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
   * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the state is restored
   */
  public List<Case> recent(Predicate<Case> wanted, int limit) {
    List<Case> found = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      found.addAll(recentOf(partition, wanted, limit));
    }
    return found.stream()
        .sorted(Comparator.comparing(Case::openedAt).reversed())
        .limit(limit)
        .toList();
  }

  private List<Case> recentOf(int partition, Predicate<Case> wanted, int limit) {
    if (!isLocal(partition)) {
      return List.of();
    }
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

  private boolean isLocal(int partition) {
    return streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .flatMap(task -> task.topicPartitions().stream())
        .anyMatch(
            p ->
                p.partition() == partition
                    && p.topic().equals(io.glasswatch.contract.Topics.EXPLANATIONS.name()));
  }
}
