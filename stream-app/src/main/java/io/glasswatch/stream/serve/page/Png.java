package io.glasswatch.stream.serve.page;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Small grey pictures as {@code data:} addresses, written without the desktop classes, which a
 * server's Java may lack.
 *
 * <p>Source: Portable Network Graphics (PNG) Specification, W3C.
 */
final class Png {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte BITS = 8;
  private static final byte GREY = 0;
  private static final int WHITE = 255;

  private Png() {}

  /**
   * Returns the picture of {@code darkness}, a pixel a number.
   *
   * @param darkness shape [rows][columns], 0 for white to 1 for black
   */
  static String of(double[][] darkness) {
    int rows = darkness.length;
    int columns = darkness[0].length;
    ByteBuffer pixels = ByteBuffer.allocate(rows * (columns + 1));
    for (double[] row : darkness) {
      pixels.put((byte) 0);
      for (double dark : row) {
        pixels.put((byte) Math.round(WHITE * (1 - Math.min(1, Math.max(0, dark)))));
      }
    }
    ByteBuffer header = ByteBuffer.allocate(13).putInt(columns).putInt(rows).put(BITS).put(GREY);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", compressed(pixels.array())));
    png.writeBytes(chunk("IEND", new byte[0]));
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(data);
    return ByteBuffer.allocate(data.length + 12)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) check.getValue())
        .array();
  }

  private static byte[] compressed(byte[] data) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(data);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 12];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
