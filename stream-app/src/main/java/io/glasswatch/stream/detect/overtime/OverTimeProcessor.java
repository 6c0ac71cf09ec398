package io.glasswatch.stream.detect.overtime;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Serdes;
import io.glasswatch.stream.state.PersistentStore;
import io.glasswatch.stream.state.Sweep;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the history of every conversation that has one, and sends on what the patterns over time
 * find. Quiet conversations are forgotten.
 */
public final class OverTimeProcessor
    implements Processor<String, Assessment, String, LaterFinding> {

  /** Histories by conversation. */
  public static final PersistentStore<String, History> STORE =
      new PersistentStore<>(
          "conversations",
          org.apache.kafka.common.serialization.Serdes.String(),
          Serdes.binary(History.class));

  private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

  private final Duration retention;
  private ProcessorContext<String, LaterFinding> context;
  private KeyValueStore<String, History> histories;
  private Sweep<History> sweep;
  private Instant latest = Instant.MIN;

  /**
   * @param retention how long after its last notable turn a conversation is remembered, in event
   *     time; more than 0
   */
  public OverTimeProcessor(Duration retention) {
    Require.that(
        retention.compareTo(Duration.ZERO) > 0,
        "retention must be more than 0, but was %s",
        retention);
    this.retention = retention;
  }

  @Override
  public void init(ProcessorContext<String, LaterFinding> context) {
    this.context = context;
    this.histories = STORE.of(context);
    this.sweep = new Sweep<>(histories);
    context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> sweep());
  }

  @Override
  public void process(Record<String, Assessment> record) {
    Assessment assessment = record.value();
    latest = latest.isBefore(assessment.time()) ? assessment.time() : latest;
    if (!PatternsOverTime.concernedBy(assessment)) {
      return;
    }
    History before = histories.get(record.key());
    History history = before == null ? History.EMPTY : before;
    PatternsOverTime.Step step = PatternsOverTime.observe(history, assessment);
    if (!step.history().equals(history)) {
      histories.put(record.key(), step.history());
    }
    step.findings()
        .forEach(
            finding ->
                context.forward(
                    record.withValue(
                        new LaterFinding(
                            assessment.interaction(),
                            assessment.model(),
                            assessment.time(),
                            finding))));
  }

  private void sweep() {
    if (!latest.equals(Instant.MIN)) {
      Instant oldest = latest.minus(retention);
      sweep.next(history -> history.latest().isBefore(oldest));
    }
  }
}
