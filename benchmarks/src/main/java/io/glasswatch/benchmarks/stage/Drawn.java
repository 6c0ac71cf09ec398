package io.glasswatch.benchmarks.stage;

import io.glasswatch.benchmarks.pipeline.Workload;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Sample;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import io.glasswatch.stream.ingest.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same interactions as each stage gets them.
 *
 * @param raw as they lie in the log
 * @param interactions as they are read
 * @param assessments as they are assessed
 */
public record Drawn(
    List<byte[]> raw, List<Interaction> interactions, List<Assessment> assessments) {

  private static final long SEED = 1;
  private static final Sample SKIPPED = new Sample(Sample.Reason.SKIPPED, 0.01);

  /** Returns the first {@code count} of one fixed workload of records of {@code bytes} bytes. */
  public static Drawn of(int bytes, int count) {
    Workload workload = new Workload(bytes, SEED);
    List<byte[]> raw = new ArrayList<>();
    List<Interaction> interactions = new ArrayList<>();
    List<Assessment> assessments = new ArrayList<>();
    Formats formats = Formats.standard();
    try (Detector detector =
        Detector.of(RuleSet.standard(), Signals.standard(), Learned.shipped())) {
      for (int i = 0; i < count; i++) {
        byte[] record = workload.next();
        Reading reading = formats.read(new RawRecord(record, Instant.EPOCH, Map.of()));
        Interaction interaction = ((Reading.Read) reading).interactions().get(0);
        raw.add(record);
        interactions.add(interaction);
        assessments.add(detector.assess(interaction).assessment(interaction, SKIPPED));
      }
    }
    return new Drawn(List.copyOf(raw), List.copyOf(interactions), List.copyOf(assessments));
  }
}
