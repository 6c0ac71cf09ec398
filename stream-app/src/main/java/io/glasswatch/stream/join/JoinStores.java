package io.glasswatch.stream.join;

import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.TimedKey;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the join remembers. */
public final class JoinStores {

  /** The name of the store of cases, for whoever else needs it. */
  public static final String CASES = "cases";

  /** The name of the store of fingerprints, for whoever else needs it. */
  public static final String FINGERPRINTS = "case-fingerprints";

  /** The pieces of every case within the retention, by interaction. */
  static final PersistentStore<String, Dossier> DOSSIERS =
      new PersistentStore<>(
          CASES, Serdes.String(), io.glasswatch.contract.Serdes.binary(Dossier.class));

  /** When to stop waiting for which interaction; the value is its conversation. */
  static final PersistentStore<TimedKey, String> DEADLINES =
      new PersistentStore<>("case-deadlines", TimedKey.serde(), Serdes.String());

  /** Which case was opened when; the value is its conversation. */
  static final PersistentStore<TimedKey, String> OPENED =
      new PersistentStore<>("cases-by-time", TimedKey.serde(), Serdes.String());

  /** The same by conversation, for whoever looks for one; the value says nothing. */
  static final PersistentStore<ConversationKey, String> CONVERSATIONS =
      new PersistentStore<>("cases-by-conversation", ConversationKey.serde(), Serdes.String());

  /**
   * What the texts of each case look like, by when it was opened. When {@link
   * io.glasswatch.stream.detect.text.SimHash} reads texts otherwise, the store needs another name.
   */
  static final PersistentStore<TimedKey, Fingerprint> PRINTS =
      new PersistentStore<>(FINGERPRINTS, TimedKey.serde(), Fingerprint.serde());

  private JoinStores() {}

  /** Returns what adds the join's stores to a topology. */
  public static Set<StoreBuilder<?>> builders() {
    return Set.copyOf(
        List.of(
            DOSSIERS.builder(),
            DEADLINES.builder(),
            OPENED.builder(),
            CONVERSATIONS.builder(),
            PRINTS.builder()));
  }
}
