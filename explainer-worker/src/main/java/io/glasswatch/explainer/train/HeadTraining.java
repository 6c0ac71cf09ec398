package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Encoder;
import io.glasswatch.explainer.model.MiniLm;
import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.model.Sha256;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Windows;
import io.glasswatch.explainer.train.LabelledText.Use;
import io.glasswatch.explainer.train.Measurement.Stratum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The whole training: labelled rows in, the head's file and its model card out.
 *
 * @param train folder of rows that may train the shipped weights, one {@code .jsonl} a source
 * @param evalOnly folder of rows that may only be measured on
 * @param cache file of the encoder's vectors; made if absent, so that a second run is quick
 * @param head where the head's file goes
 * @param card where the model card goes
 * @param threads CPU threads of the encoder, at least 1
 * @param progress told a line of text now and then; never text of a row
 */
public record HeadTraining(
    Path train,
    Optional<Path> evalOnly,
    Path cache,
    Path head,
    Path card,
    int threads,
    Consumer<String> progress) {

  static final int HIDDEN = 64;
  static final int EPOCHS = 12;
  static final int SEED = 7;

  /** Trains, measures and writes. */
  public void run() throws IOException {
    for (String source : LabelledTexts.unknownSources(train)) {
      progress.accept("skipped %s: the label table does not know it".formatted(source));
    }
    List<LabelledText> texts = new ArrayList<>(LabelledTexts.in(train, Use.TRAIN));
    texts.addAll(LabelledTexts.own());
    String trainedOn = hash(texts);
    if (evalOnly.isPresent()) {
      texts.addAll(LabelledTexts.in(evalOnly.get(), Use.MEASURE));
    }
    progress.accept("%d labelled texts".formatted(texts.size()));
    Map<Split, List<Example>> parts = split(encoded(texts));

    SafetyHead fitted = trainer().fit(parts.get(Split.TRAIN), trainedOn);
    SafetyHead shipped =
        fitted.withThresholds(Measurement.thresholds(fitted, parts.get(Split.CALIBRATION)));
    write(head, shipped.toFile());
    progress.accept("head written to " + head);

    Map<Stratum, Map<Category, Ranking>> leftOut = leaveOneSourceOut(parts, trainedOn);
    String text = new ModelCard(shipped, parts, leftOut).toMarkdown();
    write(card, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    progress.accept("model card written to " + card);
  }

  private static HeadTrainer trainer() {
    return new HeadTrainer(HIDDEN, EPOCHS, SEED);
  }

  private List<Example> encoded(List<LabelledText> texts) throws IOException {
    EmbeddingCache vectors = new EmbeddingCache(cache);
    try (Encoder encoder = new Encoder(MiniLm.onnx(), threads);
        Tokenizer tokenizer = Tokenizer.read(MiniLm.tokenizerJson())) {
      int[] batches = {0};
      vectors.fill(
          texts.stream().map(LabelledText::text).toList(),
          tokenizer,
          Windows.DEFAULT,
          encoder,
          left -> {
            if (batches[0]++ % 50 == 0) {
              progress.accept("%d texts to encode".formatted(left));
            }
          });
    }
    return texts.stream().map(text -> new Example(text, vectors.vectors(text.text()))).toList();
  }

  private static Map<Split, List<Example>> split(List<Example> examples) {
    Map<Split, List<Example>> parts = new EnumMap<>(Split.class);
    for (Split part : Split.values()) {
      parts.put(part, examples.stream().filter(e -> Split.of(e.text(), SEED) == part).toList());
    }
    return parts;
  }

  /** Trains again without each source, and ranks all of that source's texts. */
  private Map<Stratum, Map<Category, Ranking>> leaveOneSourceOut(
      Map<Split, List<Example>> parts, String trainedOn) {
    List<Example> all = parts.values().stream().flatMap(List::stream).toList();
    Map<Stratum, Map<Category, Ranking>> leftOut = new TreeMap<>();
    TreeSet<String> sources = new TreeSet<>();
    parts.get(Split.TRAIN).forEach(example -> sources.add(example.text().source()));
    for (String source : sources) {
      List<Example> rest =
          parts.get(Split.TRAIN).stream()
              .filter(example -> !example.text().source().equals(source))
              .toList();
      List<Example> held =
          all.stream().filter(example -> example.text().source().equals(source)).toList();
      SafetyHead without = trainer().fit(rest, trainedOn);
      for (Category category : Category.values()) {
        Measurement.rankings(without, held, category)
            .forEach(
                (stratum, ranking) ->
                    leftOut
                        .computeIfAbsent(stratum, s -> new EnumMap<>(Category.class))
                        .put(category, ranking));
      }
      progress.accept("measured without " + source);
    }
    return leftOut;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes);
  }

  /** SHA-256 over the texts and their labels, in order. */
  private static String hash(List<LabelledText> texts) {
    StringBuilder all = new StringBuilder();
    for (LabelledText text : texts) {
      all.append(text.source()).append('\t').append(text.side()).append('\t');
      all.append(new TreeMap<>(text.labels())).append('\t').append(text.text()).append('\n');
    }
    return Sha256.of(all.toString());
  }
}
