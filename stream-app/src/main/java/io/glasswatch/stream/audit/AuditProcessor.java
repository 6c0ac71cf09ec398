package io.glasswatch.stream.audit;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.entry.Facts;
import io.glasswatch.stream.audit.log.Chain;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Appends each fact to the log of its partition. The end of the chain lies in a store, so that it
 * and the entries are committed in one transaction: after a crash the log goes on where the last
 * commit left it, with neither a gap nor a fork.
 */
public final class AuditProcessor implements Processor<String, Fact, Integer, Object> {

  /** Name of the child that takes each entry, keyed by partition. */
  public static final String ENTRIES_TO = "write-audit";

  /** Name of the child that takes each {@link Head}, keyed by partition. */
  public static final String HEADS_TO = "write-audit-heads";

  private static final PersistentStore<String, byte[]> STORE =
      new PersistentStore<>("audit-chain", Serdes.String(), Serdes.ByteArray());

  private static final String CHAIN = "chain";
  private static final String SEEN = "seen ";

  /** After so many no first sight is told; each entry still names what it was decided by. */
  private static final int MOST_SEEN = 1000;

  private final AuditWriter audit;
  private final Set<String> seen = new HashSet<>();
  private Chain.Writer writer;
  private Chain chain = Chain.EMPTY;
  private long told = -1;
  private int partition;
  private ProcessorContext<Integer, Object> context;
  private KeyValueStore<String, byte[]> store;

  private AuditProcessor(AuditWriter audit) {
    this.audit = audit;
  }

  /** Returns what makes these processors, together with their store. */
  static ProcessorSupplier<String, Fact, Integer, Object> supplier(AuditWriter audit) {
    return new ProcessorsWithStores<>(
        () -> new AuditProcessor(audit), Set.of(STORE.builder().withCachingEnabled()));
  }

  @Override
  public void init(ProcessorContext<Integer, Object> context) {
    this.context = context;
    this.partition = context.taskId().partition();
    this.writer = audit.writer(partition);
    this.store = STORE.of(context);
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      all.forEachRemaining(
          entry -> {
            if (entry.key.equals(CHAIN)) {
              chain = Chain.fromBytes(entry.value);
            } else {
              seen.add(entry.key);
            }
          });
    }
    context.schedule(
        audit.settings().checkpointInterval(), PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<String, Fact> record) {
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    Instant ingested = Instant.ofEpochMilli(record.timestamp());
    Fact fact = record.value();
    noteStanding(now);
    if (fact instanceof Fact.Assessed assessed) {
      note("model", assessed.model(), now, Map.of());
      note("rules", assessed.rules(), now, Map.of());
    } else if (fact instanceof Fact.Answered answered) {
      answered.explainer().ifPresent(model -> noteExplainer(model, now));
    }
    append(fact, now, ingested);
  }

  /** Tells the notary where the log stands, if it has grown. */
  private void tick(long nowMillis) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    noteStanding(now);
    if (chain.size() != told) {
      told = chain.size();
      Head head = new Head(writer.log(), told, chain.frontier().root().base64(), now);
      context.forward(new Record<>(partition, head, nowMillis), HEADS_TO);
    }
  }

  /** Notes what this process decides by; before all else, so that no entry precedes it. */
  private void noteStanding(Instant now) {
    note("software", writer.software(), now, Map.of());
    note("configuration", writer.config(), now, Map.copyOf(audit.settings().decisions()));
  }

  private void noteExplainer(ExplainerModel model, Instant now) {
    note(
        "explainer",
        model.modelHash(),
        now,
        Map.of(
            "name", model.name(),
            "tokenizer_hash", model.tokenizerHash(),
            "config_hash", model.configHash()));
  }

  /** Appends a change if {@code value} was not seen before in this log. */
  private void note(String what, String value, Instant now, Map<String, Object> details) {
    String key = SEEN + what + " " + value;
    if (!seen.contains(key) && seen.size() < MOST_SEEN) {
      seen.add(key);
      store.put(key, new byte[0]);
      append(new Fact.Changed(what, now, value, details), now, now);
    }
  }

  private void append(Fact fact, Instant now, Instant ingested) {
    Chain.Appended next = chain.append(writer, now, ingested, fact);
    chain = next.chain();
    store.put(CHAIN, chain.toBytes());
    context.forward(new Record<>(partition, next.entry(), now.toEpochMilli()), ENTRIES_TO);
    audit.events().recorded(Facts.kind(fact));
  }
}
