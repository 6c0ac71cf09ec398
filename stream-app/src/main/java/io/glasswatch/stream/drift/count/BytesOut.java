package io.glasswatch.stream.drift.count;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes numbers and names compactly; {@link BytesIn} reads them back. */
public final class BytesOut {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

  /** Writes a number in as few bytes as it needs, small ones of either sign in one. */
  public void number(long x) {
    long zigzag = (x << 1) ^ (x >> 63);
    while ((zigzag & ~0x7FL) != 0) {
      bytes.write((int) (zigzag & 0x7F) | 0x80);
      zigzag >>>= 7;
    }
    bytes.write((int) zigzag);
  }

  /** Writes a number in eight bytes. */
  public void fixed(long x) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.write((int) (x >>> shift));
    }
  }

  /** Writes a text with its length. */
  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    bytes.writeBytes(utf8);
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }
}
