package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.attribution.sketch.Weights;
import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What one attribution of one interaction weighs in one series; its words are not hidden yet.
 *
 * @param windowStart first event time of its window, milliseconds since 1970
 * @param weights the weights of the interaction
 */
public record Weighed(long windowStart, Weights weights) {

  /** How it is written to the internal topic, which Kafka empties as it is read. */
  public static final Serde<Weighed> SERDE =
      Serdes.serdeFrom(
          (topic, weighed) -> weighed == null ? null : weighed.toBytes(),
          (topic, bytes) -> bytes == null ? null : of(bytes));

  public Weighed {
    Require.that(weights != null, "weights must not be null");
  }

  private byte[] toBytes() {
    BytesOut out = new BytesOut();
    out.number(windowStart);
    weights.write(out);
    return out.toBytes();
  }

  private static Weighed of(byte[] bytes) {
    BytesIn in = new BytesIn(bytes);
    return new Weighed(in.number(), Weights.read(in));
  }
}
