package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.attribution.sketch.Weighing;
import io.glasswatch.stream.attribution.sketch.Weights;
import io.glasswatch.stream.drift.Codec;
import io.glasswatch.stream.drift.DriftListener;
import io.glasswatch.stream.drift.DriftSettings;
import io.glasswatch.stream.drift.EventWindows;
import io.glasswatch.stream.drift.LiveStore;
import io.glasswatch.stream.drift.Segments;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** Weighs each explained case once and sends the weights to the series that it counts in. */
public final class WeighProcessor implements Processor<String, Case, String, Weighed> {

  private static final String SEGMENTS = "attribution-segments";

  private final EventWindows windows;
  private final DriftSettings scopes;
  private final AttributionEvents events;
  private ProcessorContext<String, Weighed> context;
  private Segments segments;

  private WeighProcessor(
      AttributionSettings settings, DriftSettings scopes, AttributionEvents events) {
    this.windows = new EventWindows(settings.window());
    this.scopes = scopes;
    this.events = events;
  }

  /**
   * Returns what makes these processors, together with their store.
   *
   * @param scopes which models and segments have a place of their own
   */
  public static ProcessorSupplier<String, Case, String, Weighed> supplier(
      AttributionSettings settings, DriftSettings scopes, AttributionEvents events) {
    return new ProcessorsWithStores<>(
        () -> new WeighProcessor(settings, scopes, events),
        Set.of(LiveStore.builder(SEGMENTS, Codec.NUMBER)));
  }

  @Override
  public void init(ProcessorContext<String, Weighed> context) {
    this.context = context;
    this.segments = new Segments(scopes, context.getStateStore(SEGMENTS), DriftListener.NONE);
  }

  @Override
  public void process(Record<String, Case> record) {
    Case item = record.value();
    if (!(item.explanation().orElse(null) instanceof Explained explained)) {
      return;
    }
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    OptionalLong start = windows.startOf(item.assessment().time(), now);
    if (start.isEmpty()) {
      explained
          .attributions()
          .forEach(a -> events.unkept(AttributionEvents.Unkept.IMPOSSIBLE_TIME));
      return;
    }
    List<Scope> counted = segments.keys(item.assessment()).stream().map(Scope::of).toList();
    Weighing weighing = new Weighing(item, explained);
    boolean first = true;
    for (Attribution attribution : explained.attributions()) {
      Weights weights = weighing.weigh(attribution);
      if (first) {
        events.weighed(item.assessment().model().label(), weights);
        first = false;
      }
      for (Scope scope : counted) {
        String key =
            new SeriesKey(
                    scope.model(), scope.segment(), attribution.target(), attribution.method())
                .id();
        context.forward(
            new Record<>(key, new Weighed(start.getAsLong(), weights), record.timestamp()));
      }
    }
  }
}
