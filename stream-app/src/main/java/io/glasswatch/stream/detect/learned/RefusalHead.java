package io.glasswatch.stream.detect.learned;

import io.glasswatch.contract.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells how likely a response refuses: logistic regression over the hashed words, pairs and triples
 * of its first {@value #WORDS} words and over the refusal rules that matched in it. The more there
 * is to read, the less a word says: a long answer that warns at its end refuses less than a short
 * one that says nothing else.
 */
public final class RefusalHead {

  /** The score from which a response counts as a refusal. */
  public static final double THRESHOLD = 0.6;

  private static final int WORDS = 200;
  private static final int BUCKETS = 1 << 17;
  private static final int FILE = Float.BYTES + BUCKETS;
  private static final double SCALE = 10;
  private static final double SHRINKING = 0.75;
  private static final int EPOCHS = 8;
  private static final double RATE = 0.05;
  private static final double DECAY = 0.0005;
  private static final long SEED = 7;
  private static final String SHIPPED = "refusal-head.bin";

  /**
   * A response that is known to refuse or not.
   *
   * @param source where it is from; all sources count the same in training, however large
   * @param text the response
   * @param rules ids of the refusal rules that match in it
   * @param refuses whether it does
   */
  public record Labelled(String source, String text, Set<String> rules, boolean refuses) {
    public Labelled {
      rules = Set.copyOf(rules);
    }
  }

  /**
   * What is seen of a response.
   *
   * @param whole features that count in full
   * @param parts features that count {@code share} each
   */
  private record Seen(int[] whole, int[] parts, double share) {}

  private record Example(Seen seen, boolean refuses, double weight) {}

  private final byte[] weights;
  private final float unit;

  /**
   * @param weights by bucket
   * @param unit what 1 of them is
   */
  private RefusalHead(byte[] weights, float unit) {
    this.weights = weights;
    this.unit = unit;
  }

  /** Returns the head that ships. */
  public static RefusalHead shipped() {
    return Holder.HEAD;
  }

  private static final class Holder {
    private static final RefusalHead HEAD = load();

    private static RefusalHead load() {
      try (InputStream in = RefusalHead.class.getResourceAsStream(SHIPPED)) {
        return read(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Trains a head, in steps scaled as in AdaGrad; the same examples in the same order give the same
   * head.
   */
  public static RefusalHead train(List<Labelled> texts) {
    Map<String, Long> sizes =
        texts.stream().collect(Collectors.groupingBy(Labelled::source, Collectors.counting()));
    List<Example> examples = new ArrayList<>();
    for (Labelled t : texts) {
      double weight = (double) texts.size() / sizes.size() / sizes.get(t.source());
      examples.add(new Example(see(t.text(), t.rules()), t.refuses(), weight));
    }
    double[] weights = new double[BUCKETS];
    double[] steps = new double[BUCKETS];
    Random random = new Random(SEED);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      Collections.shuffle(examples, random);
      for (Example example : examples) {
        Seen seen = example.seen();
        double sum = sum(weights, seen.whole()) + seen.share() * sum(weights, seen.parts());
        double slope = example.weight() * ((example.refuses() ? 1 : 0) - logistic(sum));
        step(weights, steps, seen.whole(), slope);
        step(weights, steps, seen.parts(), slope * seen.share());
      }
    }
    return packed(weights);
  }

  private static void step(double[] weights, double[] steps, int[] features, double slope) {
    for (int f : features) {
      double step = slope - DECAY * weights[f];
      steps[f] += step * step;
      weights[f] += RATE * step / Math.sqrt(1e-6 + steps[f]);
    }
  }

  private static double sum(double[] weights, int[] features) {
    double sum = 0;
    for (int f : features) {
      sum += weights[f];
    }
    return sum;
  }

  private static RefusalHead packed(double[] weights) {
    double most = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
    float unit = (float) (Math.max(most, Float.MIN_NORMAL) / Byte.MAX_VALUE);
    byte[] packed = new byte[BUCKETS];
    for (int f = 0; f < BUCKETS; f++) {
      packed[f] = (byte) Math.round(weights[f] / unit);
    }
    return new RefusalHead(packed, unit);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * Returns how likely a response refuses, 0 to 1.
   *
   * @param rules ids of the refusal rules that match in it
   */
  public double probability(String response, Set<String> rules) {
    Seen seen = see(response, rules);
    return logistic(unit * (sum(seen.whole()) + seen.share() * sum(seen.parts())));
  }

  private int sum(int[] features) {
    int sum = 0;
    for (int f : features) {
      sum += weights[f];
    }
    return sum;
  }

  private static Seen see(String response, Set<String> rules) {
    IntStream matched = rules.stream().sorted().mapToInt(rule -> feature(1, Hash.of(rule)));
    int[] whole =
        IntStream.concat(IntStream.of(Hash.of(0)), matched)
            .map(hash -> Hash.bucket(BUCKETS, hash))
            .toArray();
    int[] words = words(response);
    Features parts = new Features(3 * words.length);
    for (int i = 0; i < words.length; i++) {
      int second = i + 1 < words.length ? words[i + 1] : 0;
      int third = i + 2 < words.length ? words[i + 2] : 0;
      parts.add(feature(2, words[i]));
      parts.add(Hash.and(feature(3, words[i]), second));
      parts.add(Hash.and(Hash.and(feature(4, words[i]), second), third));
    }
    int[] distinct = parts.distinct();
    return new Seen(whole, distinct, SCALE / Math.pow(1 + distinct.length, SHRINKING));
  }

  private static int feature(int kind, int part) {
    return Hash.and(Hash.of(kind), part);
  }

  /** Different features in the order of their first sight. */
  private static final class Features {
    private final long[] seen = new long[BUCKETS / Long.SIZE];
    private final int[] features;
    private int count;

    /**
     * @param most features that may be added
     */
    Features(int most) {
      features = new int[most];
    }

    void add(int hash) {
      int feature = Hash.bucket(BUCKETS, hash);
      long bit = 1L << feature;
      if ((seen[feature / Long.SIZE] & bit) == 0) {
        seen[feature / Long.SIZE] |= bit;
        features[count++] = feature;
      }
    }

    int[] distinct() {
      return Arrays.copyOf(features, count);
    }
  }

  /** Hashes of words, ideographs and sentence ends, in order. */
  private static int[] words(String response) {
    String text = response.length() > 16 * WORDS ? response.substring(0, 16 * WORDS) : response;
    String lower = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    int[] words = new int[WORDS];
    int count = 0;
    int at = 0;
    while (at < lower.length() && count < WORDS) {
      int end = at + 1;
      if (inWord(lower.charAt(at))) {
        while (end < lower.length() && inWord(lower.charAt(end))) {
          end++;
        }
        words[count++] = Hash.of(lower, at, end);
      } else if (ideograph(lower.charAt(at)) || ".!?:\n".indexOf(lower.charAt(at)) >= 0) {
        words[count++] = Hash.of(lower, at, end);
      }
      at = end;
    }
    return Arrays.copyOf(words, count);
  }

  private static boolean inWord(char c) {
    return c == '\'' || (Character.isLetterOrDigit(c) && !ideograph(c));
  }

  private static boolean ideograph(char c) {
    return c > '\u2E80';
  }

  /** Returns the head's file: what 1 weight is, then a byte for each. */
  public byte[] toFile() {
    return ByteBuffer.allocate(FILE).putFloat(unit).put(weights).array();
  }

  /** Reads what {@link #toFile} wrote. */
  public static RefusalHead read(byte[] file) {
    Require.that(
        file.length == FILE,
        "a refusal head's file must have %d bytes, but has %d",
        FILE,
        file.length);
    float unit = ByteBuffer.wrap(file).getFloat();
    return new RefusalHead(Arrays.copyOfRange(file, Float.BYTES, FILE), unit);
  }
}
