package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.View;
import io.glasswatch.explainer.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An adversarial probe: how far F falls when one token is written otherwise, for every token.
 *
 * <p>Tried are a typo (two letters exchanged), a homoglyph (a letter of another alphabet that looks
 * alike) and, where the model has a gradient, the words that the gradient promises most of. A token
 * scores its largest fall. Quality: {@code largest_fall}, {@code flips} (edits of one token that
 * change the verdict) and {@code tried}. Beside that, the whole text is put into other words by
 * templates, in English: {@code paraphrase_fall} and {@code paraphrase_flips}; no token scores for
 * them, and a text that leaves no room for them has neither.
 *
 * <p>Source: Ebrahimi et al., "HotFlip", ACL 2018; Gao et al., "DeepWordBug", 2018.
 *
 * @param words replacements by gradient for each token, at least 0
 */
record Adversarial(int words) implements Method {

  static final Adversarial DEFAULT = new Adversarial(3);

  /** Latin letters, and Cyrillic ones that look like them. */
  private static final String LATIN = "aceopxyi";

  private static final String ALIKE = "асеорхуі";

  /** What is put before a text and behind it without another meaning. */
  private static final List<Template> TEMPLATES =
      List.of(
          new Template("please", ""),
          new Template("in other words:", ""),
          new Template("my question is this:", "thank you."),
          new Template("", "could you do that for me?"));

  private static final float[][] NO_NOISE = new float[0][];

  @Override
  public String id() {
    return "adversarial";
  }

  @Override
  public String shows() {
    return "How fragile the verdict is to one changed word; not what an attacker with more changes"
        + " could reach, and a replacement may change the meaning.";
  }

  @Override
  public List<Result> explain(WindowBatch batch) {
    double[] values = batch.values();
    List<Result> results = new ArrayList<>();
    for (int w = 0; w < batch.size(); w++) {
      results.add(probe(batch, w, values[w]));
    }
    return results;
  }

  /** A token written otherwise. */
  private record Variant(int token, String text, long[] ids) {}

  /** Words around a text. */
  private record Template(String before, String behind) {

    Input around(Input input, Tokenizer tokenizer) {
      int last = input.size() - 1;
      long[] end = concat(new long[] {input.ids()[input.to() - 1]}, tokenizer.tokens(behind).ids());
      Input ended = input.replacing(last, end);
      long[] begin = concat(tokenizer.tokens(before).ids(), new long[] {ended.ids()[ended.from()]});
      return ended.replacing(0, begin);
    }

    private static long[] concat(long[] a, long[] b) {
      return LongStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
  }

  private Result probe(WindowBatch batch, int w, double value) {
    Input input = batch.inputs().get(w);
    List<Variant> variants = variants(batch, input);
    double[] after =
        batch
            .model()
            .values(variants.stream().map(v -> input.replacing(v.token(), v.ids())).toList());
    double[] scores = new double[input.size()];
    double boundary = Double.isNaN(input.boundary()) ? value - Math.log(2) : input.boundary();
    int flips = 0;
    for (int i = 0; i < after.length; i++) {
      int token = variants.get(i).token();
      scores[token] = Math.max(scores[token], value - after[i]);
      flips += value >= boundary && after[i] < boundary ? 1 : 0;
    }
    List<Edit> edits =
        IntStream.range(0, after.length)
            .boxed()
            .min(Comparator.comparingDouble(i -> after[i]))
            .map(i -> List.of(new Edit(variants.get(i).token(), variants.get(i).text())))
            .orElse(List.of());
    Map<String, Double> quality = new HashMap<>(paraphrased(batch, input, value, boundary));
    quality.put("largest_fall", Arrays.stream(scores).max().orElse(0));
    quality.put("flips", (double) flips);
    quality.put("tried", (double) variants.size());
    return new Result(batch.spread(w, scores), quality, edits);
  }

  private static Map<String, Double> paraphrased(
      WindowBatch batch, Input input, double value, double boundary) {
    int room = batch.model().settings().maxTokens();
    List<Input> others =
        input.size() == 0
            ? List.of()
            : TEMPLATES.stream()
                .map(template -> template.around(input, batch.model().tokenizer()))
                .filter(other -> other.ids().length <= room)
                .toList();
    if (others.isEmpty()) {
      return Map.of();
    }
    double[] after = batch.model().values(others);
    double lowest = Arrays.stream(after).min().orElseThrow();
    double flips = Arrays.stream(after).filter(a -> value >= boundary && a < boundary).count();
    return Map.of("paraphrase_fall", value - lowest, "paraphrase_flips", flips);
  }

  private List<Variant> variants(WindowBatch batch, Input input) {
    Tokenizer tokenizer = batch.model().tokenizer();
    List<Variant> variants = new ArrayList<>();
    for (int t = 0; t < input.size(); t++) {
      String word = tokenizer.text(input.ids()[input.from() + t]).strip();
      for (String other : misspelled(word)) {
        long[] ids = tokenizer.tokens(other).ids();
        if (ids.length > 0) {
          variants.add(new Variant(t, other, ids));
        }
      }
    }
    if (words > 0 && batch.model().missing(View.PATH).isEmpty()) {
      promising(batch, input).forEach(variants::add);
    }
    return variants;
  }

  static Set<String> misspelled(String word) {
    Set<String> others = new LinkedHashSet<>();
    if (word.length() > 3 && word.chars().allMatch(Character::isLetter)) {
      int middle = word.length() / 2;
      others.add(
          word.substring(0, middle - 1)
              + word.charAt(middle)
              + word.charAt(middle - 1)
              + word.substring(middle + 1));
    }
    for (int i = 0; i < word.length(); i++) {
      int alike = LATIN.indexOf(word.toLowerCase(Locale.ROOT).charAt(i));
      if (alike >= 0) {
        others.add(word.substring(0, i) + ALIKE.charAt(alike) + word.substring(i + 1));
        break;
      }
    }
    others.remove(word);
    return others;
  }

  /** To first order, word v in the place of x changes F by {@code dF/dx (v - x)}. */
  private List<Variant> promising(WindowBatch batch, Input input) {
    var model = batch.model();
    float[][] gradient = model.gradients(List.of(input), i -> NO_NOISE).get(0);
    int vocabulary = model.vocabulary();
    double[][] lowest = new double[input.size()][words];
    long[][] ids = new long[input.size()][words];
    for (double[] row : lowest) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    for (int v = 0; v < vocabulary; v++) {
      float[] other = model.embedding(v);
      for (int t = 0; t < input.size(); t++) {
        insert(lowest[t], ids[t], dot(gradient[input.from() + t], other), v);
      }
    }
    List<Variant> variants = new ArrayList<>();
    for (int t = 0; t < input.size(); t++) {
      for (int k = 0; k < words; k++) {
        if (ids[t][k] != input.ids()[input.from() + t]) {
          variants.add(new Variant(t, model.tokenizer().text(ids[t][k]), new long[] {ids[t][k]}));
        }
      }
    }
    return variants;
  }

  private static void insert(double[] lowest, long[] ids, double value, long id) {
    for (int k = 0; k < lowest.length; k++) {
      if (value < lowest[k]) {
        for (int later = lowest.length - 1; later > k; later--) {
          lowest[later] = lowest[later - 1];
          ids[later] = ids[later - 1];
        }
        lowest[k] = value;
        ids[k] = id;
        return;
      }
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
