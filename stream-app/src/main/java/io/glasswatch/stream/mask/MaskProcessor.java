package io.glasswatch.stream.mask;

import io.glasswatch.stream.sample.Assessed;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Lets of each interaction only that through which may be stored. */
public final class MaskProcessor implements Processor<String, Assessed, String, Assessed> {

  private final Supplier<TextGuard> guards;
  private ProcessorContext<String, Assessed> context;
  private TextGuard guard;

  /**
   * @param guards makes the guard of this task
   */
  public MaskProcessor(Supplier<TextGuard> guards) {
    this.guards = guards;
  }

  @Override
  public void init(ProcessorContext<String, Assessed> context) {
    this.context = context;
    this.guard = guards.get();
  }

  @Override
  public void process(Record<String, Assessed> record) {
    Assessed item = record.value();
    context.forward(
        record.withValue(
            new Assessed(
                guard.guarded(item.interaction(), item.assessment().findings()),
                item.assessment())));
  }

  @Override
  public void close() {
    guard.close();
  }
}
