package io.glasswatch.stream.secure;

import io.glasswatch.contract.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks for many texts at once in any bytes, in one pass: each text is known by its last eight
 * bytes and then compared as a whole. Most places are passed over by one bit of those eight bytes.
 */
final class Traces {

  /** Bytes of the shortest text that can be looked for; a shorter one stands anywhere by chance. */
  private static final int SHORTEST = Long.BYTES;

  /** How Smile begins; then comes a byte whose upper five bits are 0. Hashes hardly ever do. */
  private static final byte[] SMILE = {':', ')', '\n'};

  private static final int BITS = 24;

  private final Map<Long, List<byte[]>> byEnd = new HashMap<>();
  private final BitSet ends = new BitSet(1 << BITS);

  /** How often something was found, by place. */
  private final Map<String, Integer> found = new TreeMap<>();

  Traces(Collection<String> texts) {
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byEnd.computeIfAbsent(end(bytes), e -> new ArrayList<>()).add(bytes);
      ends.set(bit(end(bytes)));
    }
  }

  /** Returns whether {@code text} is long enough to be looked for. */
  static boolean tells(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length >= SHORTEST;
  }

  private static long end(byte[] bytes) {
    long end = 0;
    for (int i = bytes.length - SHORTEST; i < bytes.length; i++) {
      end = end << 8 | (bytes[i] & 0xff);
    }
    return end;
  }

  private static int bit(long end) {
    return (int) ((end * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - BITS));
  }

  /**
   * Looks through {@code bytes}, as they are and, if they are Smile, as the JSON that they mean.
   */
  void look(String place, byte[] bytes) {
    if (bytes == null) {
      return;
    }
    scan(place, bytes);
    if (isSmile(bytes)) {
      try {
        scan(place, Json.BINARY.readTree(bytes).toString().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new AssertionError("not Smile in " + place, e);
      }
    }
  }

  private static boolean isSmile(byte[] bytes) {
    return bytes.length > SMILE.length
        && Arrays.equals(bytes, 0, SMILE.length, SMILE, 0, SMILE.length)
        && (bytes[SMILE.length] & 0xF8) == 0;
  }

  void look(String place, String text) {
    look(place, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Looks through every file below {@code root}. */
  void lookThrough(String place, Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        scan(place, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void scan(String place, byte[] bytes) {
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = window << 8 | (bytes[i] & 0xff);
      if (ends.get(bit(window))) {
        count(place, bytes, i + 1, byEnd.getOrDefault(window, List.of()));
      }
    }
  }

  private void count(String place, byte[] bytes, int end, List<byte[]> texts) {
    for (byte[] text : texts) {
      if (stands(text, bytes, end)) {
        found.merge(place, 1, Integer::sum);
      }
    }
  }

  private static boolean stands(byte[] text, byte[] bytes, int end) {
    int start = end - text.length;
    if (start < 0) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (bytes[start + i] != text[i]) {
        return false;
      }
    }
    return !insideANumber(text, bytes, start, end);
  }

  /** Digits alone also stand in measured values by chance. */
  private static boolean insideANumber(byte[] text, byte[] bytes, int start, int end) {
    boolean digits =
        new String(text, StandardCharsets.US_ASCII).chars().allMatch(Character::isDigit);
    boolean before = start > 0 && (isDigit(bytes[start - 1]) || bytes[start - 1] == '.');
    return digits && (before || (end < bytes.length && isDigit(bytes[end])));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Returns how often something was found, by the places where it was. */
  Map<String, Integer> found() {
    return found;
  }
}
