package io.glasswatch.cli.surrogate;

import io.glasswatch.cli.surrogate.Feature.AtLeast;
import io.glasswatch.cli.surrogate.Feature.Found;
import io.glasswatch.cli.surrogate.Feature.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which features are worth trying on a category's texts. */
final class Candidates {

  private static final int WORDS = 400;
  private static final double[] QUANTILES = {0.25, 0.5, 0.75, 0.95};

  private Candidates() {}

  /** Returns the features that at least {@code support} texts have, and as many have not. */
  static List<Feature> of(List<ExplainedText> texts, int support) {
    return Stream.concat(
            words(texts, support).stream(),
            Stream.concat(found(texts).stream(), signals(texts).stream())
                .filter(feature -> supported(feature, texts, support)))
        .toList();
  }

  private static boolean supported(Feature feature, List<ExplainedText> texts, int support) {
    long with = texts.stream().filter(feature::in).count();
    return with >= support && with <= texts.size() - support;
  }

  /** Returns the words with most attribution, of those that are in enough texts. */
  private static List<Feature> words(List<ExplainedText> texts, int support) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Double> mass = new HashMap<>();
    for (ExplainedText text : texts) {
      text.shares()
          .forEach(
              (word, share) -> {
                counts.merge(word, 1, Integer::sum);
                mass.merge(word, Math.abs(share), Double::sum);
              });
    }
    return counts.keySet().stream()
        .filter(w -> counts.get(w) >= support && counts.get(w) <= texts.size() - support)
        .sorted(
            Comparator.<String>comparingDouble(w -> -mass.get(w))
                .thenComparing(w -> -counts.get(w))
                .thenComparing(w -> w))
        .limit(WORDS)
        .<Feature>map(Word::new)
        .toList();
  }

  private static List<Feature> found(List<ExplainedText> texts) {
    Set<String> rules = new TreeSet<>();
    texts.forEach(text -> rules.addAll(text.found()));
    return rules.stream().<Feature>map(Found::new).toList();
  }

  /** Returns each signal cut at its quartiles and where its last twentieth begins. */
  private static List<Feature> signals(List<ExplainedText> texts) {
    Map<String, List<Double>> values = new TreeMap<>();
    for (ExplainedText text : texts) {
      text.signals()
          .forEach((id, value) -> values.computeIfAbsent(id, s -> new ArrayList<>()).add(value));
    }
    List<Feature> features = new ArrayList<>();
    values.forEach(
        (id, own) -> {
          Collections.sort(own);
          Arrays.stream(QUANTILES)
              .map(q -> own.get((int) (q * own.size())))
              .distinct()
              .forEach(cut -> features.add(new AtLeast(id, cut)));
        });
    return features;
  }
}
