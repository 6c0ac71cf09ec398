package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.TimedKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
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
    return newest(partitions, p -> recentOf(p, wanted, limit), limit);
  }

  /**
   * As {@link #recent(Set, Predicate, int)}, of one conversation or one interaction; others are not
   * looked at.
   *
   * @param id of the conversation or the interaction
   */
  public List<Case> recentOf(
      String id, Set<Integer> partitions, Predicate<Case> wanted, int limit) {
    List<Case> found = newest(partitions, p -> recentOf(p, id, wanted, limit), limit);
    return found.isEmpty() ? find(id).filter(wanted).stream().toList() : found;
  }

  private static List<Case> newest(Set<Integer> partitions, IntFunction<List<Case>> of, int limit) {
    return partitions.stream()
        .flatMap(p -> of.apply(p).stream())
        .sorted(Comparator.comparing(Case::openedAt).reversed())
        .limit(limit)
        .toList();
  }

  private List<Case> recentOf(int partition, Predicate<Case> wanted, int limit) {
    try (KeyValueIterator<TimedKey, String> newestFirst =
        part(JoinStores.OPENED, partition).reverseAll()) {
      return first(newestFirst, TimedKey::id, wanted, limit);
    }
  }

  private List<Case> recentOf(int partition, String id, Predicate<Case> wanted, int limit) {
    try (KeyValueIterator<ConversationKey, String> newestFirst =
        part(JoinStores.CONVERSATIONS, partition)
            .reverseRange(ConversationKey.first(id), ConversationKey.last(id))) {
      return first(newestFirst, key -> key.opened().id(), wanted, limit);
    }
  }

  private <K> List<Case> first(
      KeyValueIterator<K, String> keys, Function<K, String> id, Predicate<Case> wanted, int limit) {
    List<Case> found = new ArrayList<>();
    while (keys.hasNext() && found.size() < limit) {
      find(id.apply(keys.next().key)).filter(wanted).ifPresent(found::add);
    }
    return found;
  }

  private <K> ReadOnlyKeyValueStore<K, String> part(
      PersistentStore<K, String> store, int partition) {
    return streams.store(
        StoreQueryParameters.<ReadOnlyKeyValueStore<K, String>>fromNameAndType(
                store.name(), QueryableStoreTypes.keyValueStore())
            .withPartition(partition));
  }
}
