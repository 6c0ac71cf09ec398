package io.glasswatch.stream.ingest;

import java.util.Arrays;
import java.util.Random;

/** Damages records as disks, networks and programs do. */
public final class Mutations {

  private Mutations() {}

  /** One to three bytes changed, inserted, removed or copied from elsewhere, or the end cut off. */
  static byte[] of(byte[] bytes, Random random) {
    byte[] out = bytes;
    for (int n = 1 + random.nextInt(3); n > 0 && out.length > 1; n--) {
      int at = random.nextInt(out.length);
      switch (random.nextInt(4)) {
        case 0 -> out[at] = (byte) random.nextInt(256);
        case 1 -> out = spliced(out, at, at + 1, new byte[0]);
        case 2 -> {
          int from = random.nextInt(out.length);
          int to = Math.min(out.length, from + 1 + random.nextInt(20));
          out = spliced(out, at, at, Arrays.copyOfRange(out, from, to));
        }
        default -> out = random.nextInt(4) == 0 ? Arrays.copyOf(out, at) : out;
      }
    }
    return out;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] out = new byte[bytes.length - (to - from) + between.length];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(between, 0, out, from, between.length);
    System.arraycopy(bytes, to, out, from + between.length, bytes.length - to);
    return out;
  }
}
