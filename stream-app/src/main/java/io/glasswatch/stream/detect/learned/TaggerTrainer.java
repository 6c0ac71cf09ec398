package io.glasswatch.stream.detect.learned;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Trains a {@link Tagger}: stochastic gradient ascent on the likelihood of the labels, steps scaled
 * as in AdaGrad. Each text is also shown with its entities swapped for others of the same type, and
 * at times in lower case, so that contexts are learned and not names. The same texts give the same
 * tagger.
 */
public final class TaggerTrainer {

  private static final int EPOCHS = 5;
  private static final int SWAPPED_COPIES = 3;
  private static final int LOWER_CASED_OF = 5;
  private static final double RATE = 0.1;
  private static final double DECAY = 0.001;
  private static final double NEGLIGIBLE = 1e-4;

  /** What a token that is missed is worth more than one that is found in vain. */
  private static final float LEANING = 1.0f;

  private static final long SEED = 7;

  /** What each label of the training data is to the tagger; others are of the last kind. */
  private static final Map<String, String> KIND_OF =
      Map.of(
          "PERSON", "name",
          "TITLE", "name",
          "GPE", "place",
          "ORGANIZATION", "organisation",
          "STREET_ADDRESS", "address",
          "ZIP_CODE", "address",
          "DATE_TIME", "date",
          "AGE", "date",
          "NRP", "origin");

  /**
   * A stretch that is labelled.
   *
   * @param type the data's own label
   * @param start its first character, in UTF-16 code units
   * @param end one past its last
   */
  public record Entity(String type, int start, int end) {}

  /**
   * A text with all its entities.
   *
   * @param text the text
   * @param entities what is in it, without overlaps
   */
  public record Labelled(String text, List<Entity> entities) {
    public Labelled {
      entities = entities.stream().sorted(Comparator.comparingInt(Entity::start)).toList();
    }
  }

  private record Sentence(int[][] features, int[] tags) {}

  private final Lexicon lexicon;
  private final Random random = new Random(SEED);
  private final float[] weights = new float[Tagger.BUCKETS * Tagger.TAGS];
  private final float[] transitions = new float[Tagger.TAGS * Tagger.TAGS];
  private final float[] seen = new float[weights.length];
  private final float[] seenTransitions = new float[transitions.length];

  private TaggerTrainer(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /**
   * Returns a tagger that was trained on {@code texts}.
   *
   * @param ordinary ordinary texts, from which common words are learned
   */
  public static Tagger train(List<Labelled> texts, List<String> ordinary) {
    return new TaggerTrainer(lexicon(ordinary)).fit(texts);
  }

  private static Lexicon lexicon(List<String> ordinary) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String text : ordinary) {
      for (Token token : Token.of(text)) {
        if (Character.isLowerCase(token.text().codePointAt(0))) {
          counts.merge(token.text(), 1, Integer::sum);
        }
      }
    }
    return Lexicon.of(counts);
  }

  private Tagger fit(List<Labelled> texts) {
    List<Sentence> sentences = new ArrayList<>();
    texts.forEach(text -> sentences.add(sentence(text)));
    Map<String, List<String>> values = new TreeMap<>();
    for (Labelled text : texts) {
      for (Entity e : text.entities()) {
        values
            .computeIfAbsent(e.type(), t -> new ArrayList<>())
            .add(text.text().substring(e.start(), e.end()));
      }
    }
    for (int copy = 0; copy < SWAPPED_COPIES; copy++) {
      texts.forEach(text -> sentences.add(sentence(swapped(text, values))));
    }
    sentences.removeIf(sentence -> sentence.tags().length == 0);
    float[] mean = new float[weights.length];
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      Collections.shuffle(sentences, random);
      sentences.forEach(this::step);
      for (int i = 0; i < weights.length; i++) {
        mean[i] += weights[i] / EPOCHS;
      }
    }
    int everywhere =
        TokenFeatures.of(Token.of("a"), lexicon, Tagger.BUCKETS).at(0)[0] * Tagger.TAGS;
    mean[everywhere] -= LEANING;
    return Tagger.of(mean, transitions, lexicon);
  }

  private Labelled swapped(Labelled text, Map<String, List<String>> values) {
    StringBuilder other = new StringBuilder();
    List<Entity> entities = new ArrayList<>();
    int done = 0;
    for (Entity e : text.entities()) {
      if (e.start() < done) {
        continue;
      }
      other.append(text.text(), done, e.start());
      List<String> known = values.get(e.type());
      String value = known.get(random.nextInt(known.size()));
      entities.add(new Entity(e.type(), other.length(), other.length() + value.length()));
      other.append(value);
      done = e.end();
    }
    String all = other.append(text.text().substring(done)).toString();
    String lower = all.toLowerCase(Locale.ROOT);
    boolean lowered = random.nextInt(LOWER_CASED_OF) == 0 && lower.length() == all.length();
    return new Labelled(lowered ? lower : all, entities);
  }

  private Sentence sentence(Labelled text) {
    List<Token> tokens = Token.of(text.text());
    TokenFeatures features = TokenFeatures.of(tokens, lexicon, Tagger.BUCKETS);
    int[] tags = new int[tokens.size()];
    for (Entity e : text.entities()) {
      int begin = Tagger.begins(Tagger.KINDS.indexOf(KIND_OF.getOrDefault(e.type(), "other")));
      int tag = begin;
      for (int i = 0; i < tags.length; i++) {
        if (tokens.get(i).start() < e.end() && tokens.get(i).end() > e.start()) {
          tags[i] = tag;
          tag = Tagger.goesOn(begin);
        }
      }
    }
    return new Sentence(
        IntStream.range(0, tags.length).mapToObj(features::at).toArray(int[][]::new), tags);
  }

  private void step(Sentence sentence) {
    int n = sentence.tags().length;
    double[][] emissions = new double[n][Tagger.TAGS];
    for (int i = 0; i < n; i++) {
      for (int feature : sentence.features()[i]) {
        for (int tag = 0; tag < Tagger.TAGS; tag++) {
          emissions[i][tag] += weights[feature * Tagger.TAGS + tag];
        }
      }
    }
    double[] pairs = new double[transitions.length];
    double[][] marginals = new Chain(Tagger.TAGS, transitions).marginals(emissions, pairs);
    for (int i = 0; i < n; i++) {
      for (int tag = 0; tag < Tagger.TAGS; tag++) {
        double slope = (sentence.tags()[i] == tag ? 1 : 0) - marginals[i][tag];
        if (Math.abs(slope) > NEGLIGIBLE) {
          for (int feature : sentence.features()[i]) {
            climb(weights, seen, feature * Tagger.TAGS + tag, slope);
          }
        }
      }
      if (i > 0) {
        pairs[sentence.tags()[i - 1] * Tagger.TAGS + sentence.tags()[i]] -= 1;
      }
    }
    for (int pair = 0; pair < pairs.length; pair++) {
      climb(transitions, seenTransitions, pair, -pairs[pair]);
    }
  }

  private static void climb(float[] weights, float[] seen, int at, double slope) {
    double step = slope - DECAY * weights[at];
    seen[at] += (float) (step * step);
    weights[at] += (float) (RATE * step / Math.sqrt(1e-6 + seen[at]));
  }
}
