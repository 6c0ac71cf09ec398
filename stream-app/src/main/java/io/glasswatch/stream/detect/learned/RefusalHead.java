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
import java.util.Random;
import java.util.Set;

/**
 * Tells how likely a response refuses: logistic regression over the hashed words, pairs and triples
 * of its first {@value #WORDS} words and over what the refusal rules found in it.
 */
public final class RefusalHead {

  /** The score from which a response counts as a refusal. */
  public static final double THRESHOLD = 0.8;

  private static final int WORDS = 200;
  private static final int OPENING = 12;
  private static final int BUCKETS = 1 << 15;
  private static final int EPOCHS = 8;
  private static final double RATE = 0.05;
  private static final double DECAY = 0.0005;
  private static final long SEED = 7;
  private static final String SHIPPED = "refusal-head.bin";

  /**
   * A response that is known to refuse or not.
   *
   * @param text the response
   * @param rules ids of the refusal rules that match in it
   * @param refuses whether it does
   */
  public record Labelled(String text, Set<String> rules, boolean refuses) {
    public Labelled {
      rules = Set.copyOf(rules);
    }
  }

  private record Example(int[] features, boolean refuses) {}

  private final float[] weights;

  private RefusalHead(float[] weights) {
    this.weights = weights;
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
    List<Example> examples = new ArrayList<>();
    texts.forEach(t -> examples.add(new Example(features(t.text(), t.rules()), t.refuses())));
    RefusalHead head = new RefusalHead(new float[BUCKETS]);
    float[] seen = new float[BUCKETS];
    Random random = new Random(SEED);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      Collections.shuffle(examples, random);
      for (Example example : examples) {
        double slope = (example.refuses() ? 1 : 0) - head.probability(example.features());
        for (int f : example.features()) {
          double step = slope - DECAY * head.weights[f];
          seen[f] += (float) (step * step);
          head.weights[f] += (float) (RATE * step / Math.sqrt(1e-6 + seen[f]));
        }
      }
    }
    return head;
  }

  /**
   * Returns how likely a response refuses, 0 to 1.
   *
   * @param rules ids of the refusal rules that match in it
   */
  public double probability(String response, Set<String> rules) {
    return probability(features(response, rules));
  }

  private double probability(int[] features) {
    double sum = 0;
    for (int f : features) {
      sum += weights[f];
    }
    return 1 / (1 + Math.exp(-sum));
  }

  private static int[] features(String response, Set<String> rules) {
    Features features = new Features(rules.size());
    features.add(Hash.of(0));
    features.add(feature(1, (int) (2 * Math.log1p(response.length()))));
    features.add(feature(2, rules.size()));
    rules.forEach(rule -> features.add(feature(3, Hash.of(rule))));
    int[] words = words(response);
    for (int i = 0; i < words.length; i++) {
      int second = i + 1 < words.length ? words[i + 1] : 0;
      int third = i + 2 < words.length ? words[i + 2] : 0;
      features.add(feature(4, words[i]));
      features.add(Hash.and(feature(5, words[i]), second));
      features.add(Hash.and(Hash.and(feature(6, words[i]), second), third));
      if (i < OPENING) {
        features.add(feature(7, words[i]));
        features.add(Hash.and(feature(8, words[i]), second));
      }
      if (i == 0) {
        features.add(feature(9, words[i]));
        features.add(Hash.and(feature(10, words[i]), second));
      }
    }
    return features.distinct();
  }

  private static int feature(int kind, int part) {
    return Hash.and(Hash.of(kind), part);
  }

  /** Different features in the order of their first sight. */
  private static final class Features {
    private final long[] seen = new long[BUCKETS / Long.SIZE];
    private final int[] features;
    private int count;

    Features(int rules) {
      features = new int[rules + 4 * WORDS];
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

  /** Returns the head's file. */
  public byte[] toFile() {
    ByteBuffer file = ByteBuffer.allocate(4 * BUCKETS);
    file.asFloatBuffer().put(weights);
    return file.array();
  }

  /** Reads what {@link #toFile} wrote. */
  public static RefusalHead read(byte[] file) {
    Require.that(
        file.length == 4 * BUCKETS,
        "a refusal head's file must have %d bytes, but has %d",
        4 * BUCKETS,
        file.length);
    float[] weights = new float[BUCKETS];
    ByteBuffer.wrap(file).asFloatBuffer().get(weights);
    return new RefusalHead(weights);
  }
}
