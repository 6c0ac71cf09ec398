package io.glasswatch.stream.mask;

import io.glasswatch.contract.Rejected;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Lets of each record that could not be read only that through which may be stored. */
public final class MaskRejectedProcessor implements Processor<byte[], Rejected, byte[], Rejected> {

  private final Supplier<TextGuard> guards;
  private ProcessorContext<byte[], Rejected> context;
  private TextGuard guard;

  /**
   * @param guards makes the guard of this task
   */
  public MaskRejectedProcessor(Supplier<TextGuard> guards) {
    this.guards = guards;
  }

  @Override
  public void init(ProcessorContext<byte[], Rejected> context) {
    this.context = context;
    this.guard = guards.get();
  }

  @Override
  public void process(Record<byte[], Rejected> record) {
    Letter kept = guard.guarded(new Letter(record.key(), record.value(), record.headers()));
    context.forward(
        record.withKey(kept.key()).withValue(kept.rejected()).withHeaders(kept.headers()));
  }

  @Override
  public void close() {
    guard.close();
  }
}
