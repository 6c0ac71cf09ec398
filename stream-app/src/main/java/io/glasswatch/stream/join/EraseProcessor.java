package io.glasswatch.stream.join;

import io.glasswatch.contract.Erasure;
import io.glasswatch.contract.Operation;
import io.glasswatch.stream.state.TimedKey;
import io.glasswatch.stream.together.Forgotten;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Erases texts from the cases of one partition, and what they are found by, forwards the cases as
 * they are then, tells the audit how many there were, and whoever remembers them to forget. One
 * erasure reads all cases of the partition.
 */
public final class EraseProcessor implements Processor<String, Erasure, String, Object> {

  /** The child that takes cases without text. */
  public static final String CASES_TO = "erased-cases";

  /** The child that takes what was done. */
  public static final String OPERATIONS_TO = "erase-operations";

  /** The child that takes what is to be forgotten elsewhere. */
  public static final String FORGOTTEN_TO = "erase-sightings";

  /** The detail of the operation that says how many cases lost their text. */
  public static final String CASES = "cases";

  private final JoinEvents events;
  private ProcessorContext<String, Object> context;
  private KeyValueStore<String, Dossier> dossiers;
  private KeyValueStore<TimedKey, Fingerprint> prints;

  public EraseProcessor(JoinEvents events) {
    this.events = events;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
    this.dossiers = JoinStores.DOSSIERS.of(context);
    this.prints = JoinStores.PRINTS.of(context);
  }

  @Override
  public void process(Record<String, Erasure> record) {
    Erasure erasure = record.value();
    List<String> covered = covered(erasure);
    for (String id : covered) {
      Dossier known = dossiers.get(id);
      known.request().ifPresent(r -> prints.delete(new TimedKey(r.requestedAt(), id)));
      Dossier erased = known.erased();
      dossiers.put(id, erased);
      events.erased();
      if (erased.isComplete()) {
        erased
            .toCase()
            .ifPresent(
                item ->
                    context.forward(
                        record.<Object>withValue(item).withKey(item.interaction().conversation()),
                        CASES_TO));
      }
    }
    if (!covered.isEmpty()) {
      context.forward(record.withKey("").withValue(Forgotten.of(covered)), FORGOTTEN_TO);
    }
    Operation done =
        new Operation(
            Operation.ERASE,
            erasure.operator(),
            erasure.subject(),
            Instant.ofEpochMilli(context.currentSystemTimeMs()),
            Map.of(CASES, Integer.toString(covered.size())));
    context.forward(record.withKey(erasure.subject()).withValue(done), OPERATIONS_TO);
  }

  private List<String> covered(Erasure erasure) {
    List<String> covered = new ArrayList<>();
    try (KeyValueIterator<String, Dossier> all = dossiers.all()) {
      while (all.hasNext()) {
        KeyValue<String, Dossier> next = all.next();
        if (next.value.request().filter(r -> erasure.covers(r.interaction())).isPresent()) {
          covered.add(next.key);
        }
      }
    }
    return covered;
  }
}
