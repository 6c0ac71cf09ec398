package io.glasswatch.stream.detect.text;

import io.glasswatch.contract.Require;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Sixty-four bits of a text such that texts which are nearly the same differ in few of them.
 *
 * <p>The text is folded: disguised letters become plain, upper case lower, and whatever is neither
 * letter nor digit one space. Every distinct run of {@value #SHINGLE} characters votes for or
 * against each bit with its own hash; a bit is 1 where more than half of them say so. The bits tell
 * how alike two texts are, and do not spell either; whoever has a text can tell whether it was this
 * one.
 *
 * <p>Costs about 64 additions a character, of the first {@value #MOST_CHARACTERS}. The same on
 * every machine: what was stored may be compared.
 *
 * <p>Source: Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002.
 *
 * @param bits the hash
 */
public record SimHash(long bits) {

  /** How many bits there are. */
  public static final int BITS = 64;

  /** Up to so many bits differ between texts that are called nearly the same. */
  public static final int NEAR = 10;

  private static final int SHINGLE = 4;
  private static final int MOST_CHARACTERS = 20_000;

  /** Fewer distinct shingles leave the bits to chance. */
  private static final int LEAST_SHINGLES = 16;

  private static final long STEP = 0x9E3779B97F4A7C15L;

  /** Returns the hash of {@code text}; empty if it is too short to be told from others. */
  public static Optional<SimHash> of(String text) {
    long[] shingles = shingles(words(text));
    int[] votes = new int[BITS];
    int distinct = 0;
    for (int i = 0; i < shingles.length; i++) {
      if (i == 0 || shingles[i] != shingles[i - 1]) {
        distinct++;
        for (int bit = 0; bit < BITS; bit++) {
          votes[bit] += (int) (shingles[i] >>> bit & 1);
        }
      }
    }
    if (distinct < LEAST_SHINGLES) {
      return Optional.empty();
    }
    long bits = 0;
    for (int bit = 0; bit < BITS; bit++) {
      bits |= 2 * votes[bit] > distinct ? 1L << bit : 0;
    }
    return Optional.of(new SimHash(bits));
  }

  /**
   * Returns the hash that {@link #hex} wrote.
   *
   * @throws IllegalArgumentException if {@code hex} is none
   */
  public static SimHash ofHex(String hex) {
    Require.that(hex.matches("[0-9a-f]{16}"), "a hash has 16 hexadecimal digits");
    return new SimHash(Long.parseUnsignedLong(hex, 16));
  }

  /** Returns the hash as 16 hexadecimal digits. */
  public String hex() {
    return String.format(Locale.ROOT, "%016x", bits);
  }

  /** Returns in how many bits the two differ, 0 to {@value #BITS}. */
  public int distance(SimHash other) {
    return Long.bitCount(bits ^ other.bits);
  }

  /** Returns the folded text in lower case, with one space between its words. */
  private static String words(String text) {
    String some = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    String folded = Fold.of(some).text().toLowerCase(Locale.ROOT);
    StringBuilder words = new StringBuilder(folded.length());
    folded
        .codePoints()
        .forEach(
            point -> {
              if (Character.isLetterOrDigit(point)) {
                words.appendCodePoint(point);
              } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
              }
            });
    return words.toString().strip();
  }

  /** Returns the hash of every run of {@value #SHINGLE} characters, in ascending order. */
  private static long[] shingles(String words) {
    long[] shingles = new long[Math.max(0, words.length() - SHINGLE + 1)];
    for (int i = 0; i < shingles.length; i++) {
      long hash = 0;
      for (int k = i; k < i + SHINGLE; k++) {
        hash = mixed(hash + STEP + words.charAt(k));
      }
      shingles[i] = hash;
    }
    Arrays.sort(shingles);
    return shingles;
  }

  /** Source: the finalizer of SplitMix64; Steele, Lea, Flood, OOPSLA 2014. */
  private static long mixed(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
