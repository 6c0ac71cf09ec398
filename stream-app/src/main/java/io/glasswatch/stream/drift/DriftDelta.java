package io.glasswatch.stream.drift;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import io.glasswatch.stream.drift.count.WindowCounts;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What one task has counted of one scope and window since its last delta.
 *
 * @param source the task's partition of the log, at least 0
 * @param windowStart first event time of the window, milliseconds since 1970
 * @param latest latest event time that the task has seen, milliseconds since 1970
 * @param counts the counts
 */
public record DriftDelta(int source, long windowStart, long latest, WindowCounts counts) {

  private static final byte FORMAT = 1;

  /** How a delta is written to the internal topic. */
  public static final Serde<DriftDelta> SERDE =
      Serdes.serdeFrom(
          (topic, delta) -> delta == null ? null : delta.toBytes(),
          (topic, bytes) -> bytes == null ? null : of(bytes));

  public DriftDelta {
    Require.that(source >= 0, "source must be at least 0, but was %d", source);
    Require.that(counts != null, "counts must not be null");
  }

  private byte[] toBytes() {
    BytesOut out = new BytesOut();
    out.number(FORMAT);
    out.number(source);
    out.number(windowStart);
    out.number(latest);
    counts.write(out);
    return out.toBytes();
  }

  private static DriftDelta of(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    long format = in.number();
    Require.that(format == FORMAT, "a drift delta has format %d, but was %d", FORMAT, format);
    return new DriftDelta((int) in.number(), in.number(), in.number(), WindowCounts.read(in));
  }
}
