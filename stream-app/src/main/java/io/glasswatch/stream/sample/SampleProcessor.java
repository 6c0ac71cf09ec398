package io.glasswatch.stream.sample;

import io.glasswatch.stream.detect.Detected;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Decides for each interaction whether it is explained, and completes its assessment. */
public final class SampleProcessor implements Processor<String, Detected, String, Assessed> {

  private final Sampler sampler;
  private final LongSupplier backlog;
  private ProcessorContext<String, Assessed> context;

  /**
   * @param budgetPerSecond explanations a second that this task may ask for, more than 0
   * @param backlog how many requests wait for the workers; asked for each record, so cheap
   */
  public SampleProcessor(double budgetPerSecond, LongSupplier backlog) {
    this.sampler = new Sampler(budgetPerSecond);
    this.backlog = backlog;
  }

  @Override
  public void init(ProcessorContext<String, Assessed> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, Detected> record) {
    sampler.backlog(backlog.getAsLong());
    long nanos = context.currentSystemTimeMs() * 1_000_000;
    Detected detected = record.value();
    context.forward(
        record.withValue(
            Assessed.of(
                detected, sampler.draw(detected.interaction(), detected.detection(), nanos))));
  }
}
