package io.glasswatch.stream.drift.count;

import io.glasswatch.contract.Require;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link BytesOut} wrote, in the same order. */
public final class BytesIn {

  private final ByteBuffer bytes;

  public BytesIn(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /**
   * Reads a number of any size.
   *
   * @throws java.nio.BufferUnderflowException if the bytes end too early
   */
  public long number() {
    long zigzag = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = bytes.get();
      zigzag |= (b & 0x7FL) << shift;
      if (b >= 0) {
        break;
      }
    }
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** Reads a number of eight bytes. */
  public long fixed() {
    return bytes.getLong();
  }

  /** Reads a text. */
  public String text() {
    long length = number();
    Require.that(
        length >= 0 && length <= bytes.remaining(),
        "a text of %d bytes cannot be read from the remaining %d",
        length,
        bytes.remaining());
    byte[] utf8 = new byte[(int) length];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
