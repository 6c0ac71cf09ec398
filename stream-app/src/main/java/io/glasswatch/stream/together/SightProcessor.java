package io.glasswatch.stream.together;

import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.mask.HashKey;
import io.glasswatch.stream.sample.Assessed;
import io.glasswatch.stream.time.EventTime;
import io.glasswatch.stream.together.TogetherEvents.Unseen;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Says of each interaction, while its text is there, which subjects are seen in it. Of one in which
 * nothing is found, at most that there was traffic: once for each model and tenant in ten minutes,
 * so that what was never found has a past too.
 */
public final class SightProcessor implements Processor<String, Assessed, String, Notice> {

  /** Models and tenants beyond it, in one window, have a past only since something was found. */
  private static final int MOST_PRESENT = 10_000;

  private final Optional<HashKey> key;
  private final TogetherEvents events;
  private final Set<String> present = new HashSet<>();
  private long window = Long.MIN_VALUE;
  private ProcessorContext<String, Notice> context;

  /**
   * @param key what secret values are hashed with; without one they are not followed
   */
  public SightProcessor(Optional<HashKey> key, TogetherEvents events) {
    this.key = key;
    this.events = events;
  }

  @Override
  public void init(ProcessorContext<String, Notice> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, Assessed> record) {
    Assessment assessment = record.value().assessment();
    Instant time = assessment.time();
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    if (EventTime.isImpossible(time, now)) {
      events.unseen(Unseen.IMPOSSIBLE_TIME, 1);
      return;
    }
    Sights sights = new Sights(record.value());
    (assessment.flagged() ? found(sights) : sights.traffic(subject -> isNew(subject, time)))
        .forEach(seen -> context.forward(record.withKey(seen.key()).withValue(seen.sighting())));
  }

  private List<Sights.Seen> found(Sights sights) {
    if (key.isEmpty() && !sights.secrets().isEmpty()) {
      events.unseen(Unseen.NO_KEY, sights.secrets().size());
    }
    return sights.found(key);
  }

  /** Returns whether nothing was said of the subject in the window at hand. */
  private boolean isNew(String subject, Instant time) {
    long in = Rate.windowOf(time.toEpochMilli());
    if (in > window) {
      window = in;
      present.clear();
    }
    return in == window && present.size() < MOST_PRESENT && present.add(subject);
  }
}
