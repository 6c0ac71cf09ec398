package io.glasswatch.stream.review;

import io.glasswatch.contract.Review;
import io.glasswatch.contract.Serdes;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the latest review of each case for as long as the case can be looked up. */
public final class ReviewProcessor implements Processor<String, Review, Void, Void> {

  /** The reviews by interaction; its name may be queried. */
  static final PersistentStore<String, Review> STORE =
      new PersistentStore<>(
          "reviews",
          org.apache.kafka.common.serialization.Serdes.String(),
          Serdes.binary(Review.class));

  private static final Duration RETENTION_CHECK = Duration.ofMinutes(10);

  private final Duration retention;
  private final ReviewListener listener;
  private KeyValueStore<String, Review> store;

  private ReviewProcessor(Duration retention, ReviewListener listener) {
    this.retention = retention;
    this.listener = listener;
  }

  /**
   * Returns what makes these processors, together with their store.
   *
   * @param retention how long a review is kept
   */
  public static ProcessorSupplier<String, Review, Void, Void> supplier(
      Duration retention, ReviewListener listener) {
    return new ProcessorsWithStores<>(
        () -> new ReviewProcessor(retention, listener), Set.of(STORE.builder()));
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = STORE.of(context);
    context.schedule(RETENTION_CHECK, PunctuationType.WALL_CLOCK_TIME, this::forget);
  }

  @Override
  public void process(Record<String, Review> record) {
    Review review = record.value();
    Review before = store.get(review.interaction());
    if (before != null && !review.at().isAfter(before.at())) {
      return;
    }
    store.put(review.interaction(), review);
    if (before == null || before.judgement() != review.judgement()) {
      listener.reviewed(review);
    }
  }

  private void forget(long nowMillis) {
    Instant oldest = Instant.ofEpochMilli(nowMillis).minus(retention);
    List<String> old = new ArrayList<>();
    try (KeyValueIterator<String, Review> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, Review> entry = all.next();
        if (entry.value.at().isBefore(oldest)) {
          old.add(entry.key);
        }
      }
    }
    old.forEach(store::delete);
  }
}
