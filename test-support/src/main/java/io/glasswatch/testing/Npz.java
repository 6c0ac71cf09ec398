package io.glasswatch.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads the arrays of a NumPy {@code .npz} file as numbers in double precision. */
public final class Npz {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '([<|][a-z]\\d)'.*'fortran_order': False.*'shape': \\(([^)]*)\\)");

  /**
   * An array.
   *
   * @param dims its shape
   * @param values its elements, row by row
   */
  public record Array(long[] dims, double[] values) {}

  private Npz() {}

  /** Returns the arrays of {@code file} by name. */
  public static Map<String, Array> read(Path file) throws IOException {
    Map<String, Array> arrays = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replace(".npy", ""), array(zip.readAllBytes()));
      }
    }
    return arrays;
  }

  private static Array array(byte[] npy) {
    ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int size = npy[6] == 1 ? bytes.getShort(8) : bytes.getInt(8);
    int start = npy[6] == 1 ? 10 : 12;
    Matcher header = HEADER.matcher(new String(npy, start, size, StandardCharsets.US_ASCII));
    if (!header.find()) {
      throw new IllegalArgumentException("not an array in C order");
    }
    long[] dims =
        Arrays.stream(header.group(2).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    bytes.position(start + size);
    double[] values = new double[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = element(bytes, header.group(1));
    }
    return new Array(dims, values);
  }

  private static double element(ByteBuffer bytes, String type) {
    return switch (type) {
      case "<f8" -> bytes.getDouble();
      case "<f4" -> bytes.getFloat();
      case "<i8" -> bytes.getLong();
      case "<i4" -> bytes.getInt();
      case "|b1" -> bytes.get();
      default -> throw new IllegalArgumentException("no arrays of " + type);
    };
  }
}
