package io.glasswatch.stream.join;

import io.glasswatch.contract.Case;
import io.glasswatch.contract.Finding;
import io.glasswatch.stream.state.ProcessorsWithStores;
import io.glasswatch.stream.state.TimedKey;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Puts the pieces of each case together and forwards the case when it is complete: when its
 * explanation came or its deadline passed, and again when a later piece changed it.
 */
public final class JoinProcessor implements Processor<String, Piece, String, Joined> {

  private static final Duration DEADLINE_CHECK = Duration.ofMillis(500);
  private static final Duration RETENTION_CHECK = Duration.ofMinutes(1);

  private final JoinSettings settings;
  private final Supplier<ModelFindings> modelFindings;
  private final JoinEvents events;

  private ProcessorContext<String, Joined> context;
  private KeyValueStore<String, Dossier> dossiers;
  private KeyValueStore<TimedKey, String> deadlines;
  private KeyValueStore<TimedKey, String> opened;
  private KeyValueStore<ConversationKey, String> conversations;
  private KeyValueStore<TimedKey, Fingerprint> prints;

  /** Cases that are neither complete nor orphaned; counted from the stores when the task starts. */
  private long waiting;

  private JoinProcessor(
      JoinSettings settings, Supplier<ModelFindings> modelFindings, JoinEvents events) {
    this.settings = settings;
    this.modelFindings = modelFindings;
    this.events = events;
  }

  /**
   * Returns what makes these processors, together with their stores.
   *
   * @param modelFindings the thresholds in force, which may change
   */
  public static ProcessorSupplier<String, Piece, String, Joined> supplier(
      JoinSettings settings, Supplier<ModelFindings> modelFindings, JoinEvents events) {
    return new ProcessorsWithStores<>(
        () -> new JoinProcessor(settings, modelFindings, events), JoinStores.builders());
  }

  @Override
  public void init(ProcessorContext<String, Joined> context) {
    this.context = context;
    this.dossiers = JoinStores.DOSSIERS.of(context);
    this.deadlines = JoinStores.DEADLINES.of(context);
    this.opened = JoinStores.OPENED.of(context);
    this.conversations = JoinStores.CONVERSATIONS.of(context);
    this.prints = JoinStores.PRINTS.of(context);
    this.waiting = countWaiting();
    context.schedule(DEADLINE_CHECK, PunctuationType.WALL_CLOCK_TIME, this::expire);
    context.schedule(RETENTION_CHECK, PunctuationType.WALL_CLOCK_TIME, this::forget);
  }

  @Override
  public void close() {
    events.gone(context.taskId().partition());
  }

  @Override
  public void process(Record<String, Piece> record) {
    Piece piece = record.value();
    String id = piece.interaction();
    Dossier before = dossierOf(id);
    Dossier after = withModelFindings(before.with(piece), piece);
    if (after.equals(before)) {
      events.ignored(JoinEvents.Ignored.REPEATED);
      return;
    }
    if (before.equals(Dossier.EMPTY)) {
      deadlines.put(new TimedKey(deadlineOf(piece), id), record.key());
    }
    if (piece instanceof Piece.Asked asked) {
      TimedKey open = new TimedKey(asked.request().requestedAt(), id);
      opened.put(open, record.key());
      conversations.put(new ConversationKey(record.key(), open), "");
      prints.put(open, Fingerprint.of(asked.request().interaction()));
    }
    if (before.isComplete() && piece instanceof Piece.Answered) {
      events.late();
    }
    store(record.key(), id, before, after, record.timestamp());
  }

  private Dossier withModelFindings(Dossier dossier, Piece piece) {
    if (!(piece instanceof Piece.Answered answered)) {
      return dossier;
    }
    Dossier result = dossier;
    for (Finding finding : modelFindings.get().of(answered.explanation())) {
      result = result.with(new Piece.FoundLater(answered.interaction(), finding));
    }
    return result;
  }

  private Instant deadlineOf(Piece piece) {
    return piece instanceof Piece.Asked asked
        ? asked.request().deadline()
        : now().plus(settings.deadline());
  }

  private void store(String key, String id, Dossier before, Dossier after, long timestamp) {
    dossiers.put(id, after);
    waiting += (isWaiting(after) ? 1 : 0) - (isWaiting(before) ? 1 : 0);
    if (after.isComplete()) {
      Case complete = after.toCase().orElseThrow();
      if (!before.isComplete()) {
        events.closed(complete);
      }
      complete.later().stream()
          .filter(finding -> !before.isComplete() || !before.later().contains(finding))
          .forEach(finding -> events.foundLater(complete, finding));
      boolean explainedNow = after.isExplained() && !before.isExplained();
      context.forward(new Record<>(key, new Joined(complete, explainedNow), timestamp));
    }
  }

  /** Closes the cases whose deadline has passed, and drops pieces whose interaction never came. */
  private void expire(long nowMillis) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    for (KeyValue<TimedKey, String> due : TimedKey.before(deadlines, now)) {
      deadlines.delete(due.key);
      String id = due.key.id();
      Dossier known = dossierOf(id);
      if (known.request().isEmpty()) {
        dossiers.delete(id);
        events.ignored(JoinEvents.Ignored.ORPHANED);
      } else if (!known.isComplete()) {
        store(due.value, id, known, known.expired(now), nowMillis);
      }
    }
    events.waiting(context.taskId().partition(), waiting);
  }

  /** Deletes the cases that are older than the retention. */
  private void forget(long nowMillis) {
    Instant oldest = Instant.ofEpochMilli(nowMillis).minus(settings.retention());
    for (KeyValue<TimedKey, String> old : TimedKey.before(opened, oldest)) {
      opened.delete(old.key);
      conversations.delete(new ConversationKey(old.value, old.key));
      prints.delete(old.key);
      dossiers.delete(old.key.id());
    }
  }

  private long countWaiting() {
    long count = 0;
    try (KeyValueIterator<TimedKey, String> all = deadlines.all()) {
      while (all.hasNext()) {
        count += isWaiting(dossierOf(all.next().key.id())) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isWaiting(Dossier dossier) {
    return dossier.request().isPresent() && !dossier.isComplete();
  }

  private Dossier dossierOf(String id) {
    Dossier known = dossiers.get(id);
    return known == null ? Dossier.EMPTY : known;
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }
}
