package io.glasswatch.stream.drift;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import java.util.function.Function;

/**
 * How values of a {@link LiveStore} are written.
 *
 * @param write the value as bytes
 * @param read the value that {@code write} wrote
 */
public record Codec<V>(Function<V, byte[]> write, Function<byte[], V> read) {

  /** Whole numbers. */
  public static final Codec<Long> NUMBER =
      new Codec<>(
          number -> {
            BytesOut out = new BytesOut();
            out.number(number);
            return out.toBytes();
          },
          bytes -> new BytesIn(bytes).number());
}
