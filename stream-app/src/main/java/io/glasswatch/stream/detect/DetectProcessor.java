package io.glasswatch.stream.detect;

import io.glasswatch.contract.Interaction;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Assesses each interaction and sends it on with what was found. Its scanner is the task's own. */
public final class DetectProcessor implements Processor<String, Interaction, String, Detected> {

  private final RuleSet rules;
  private final Signals signals;
  private final DetectEvents events;
  private ProcessorContext<String, Detected> context;
  private Detector detector;

  public DetectProcessor(RuleSet rules, Signals signals, DetectEvents events) {
    this.rules = rules;
    this.signals = signals;
    this.events = events;
  }

  @Override
  public void init(ProcessorContext<String, Detected> context) {
    this.context = context;
    this.detector = Detector.of(rules, signals);
  }

  @Override
  public void process(Record<String, Interaction> record) {
    long started = System.nanoTime();
    Detected detected = new Detected(record.value(), detector.assess(record.value()));
    events.detected(detected, (System.nanoTime() - started) / 1e9);
    context.forward(record.withValue(detected));
  }

  @Override
  public void close() {
    detector.close();
  }
}
