package io.glasswatch.stream.detect;

import io.glasswatch.contract.Interaction;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Assesses each interaction by the rules then in force, and sends it on with what was found. Its
 * scanner is the task's own.
 */
public final class DetectProcessor implements Processor<String, Interaction, String, Detected> {

  private final Supplier<RuleSet> rules;
  private final Learned learned;
  private final Signals signals;
  private final DetectEvents events;
  private ProcessorContext<String, Detected> context;
  private RuleSet inUse;
  private Detector detector;

  /**
   * @param rules the rules in force; asked for each record, so cheap
   * @param learned the trained detectors
   * @param signals what is measured
   * @param events told of each interaction
   */
  public DetectProcessor(
      Supplier<RuleSet> rules, Learned learned, Signals signals, DetectEvents events) {
    this.rules = rules;
    this.learned = learned;
    this.signals = signals;
    this.events = events;
  }

  @Override
  public void init(ProcessorContext<String, Detected> context) {
    this.context = context;
    this.inUse = rules.get();
    this.detector = Detector.of(inUse, signals, learned);
  }

  @Override
  public void process(Record<String, Interaction> record) {
    follow(rules.get());
    long started = System.nanoTime();
    Detected detected = new Detected(record.value(), detector.assess(record.value()));
    events.detected(detected, (System.nanoTime() - started) / 1e9);
    context.forward(record.withValue(detected));
  }

  private void follow(RuleSet latest) {
    if (!latest.hash().equals(inUse.hash())) {
      detector.close();
      inUse = latest;
      detector = Detector.of(latest, signals, learned);
    }
  }

  @Override
  public void close() {
    detector.close();
  }
}
