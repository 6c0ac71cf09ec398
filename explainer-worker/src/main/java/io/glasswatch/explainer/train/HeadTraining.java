package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.model.Sha256;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The whole training: labelled rows in, the head's file and its model card out.
 *
 * @param train folder of rows that may train the shipped weights, one {@code .jsonl} a source
 * @param evalOnly folder of rows that may only be measured on
 * @param cache file of the encoder's vectors; made if absent, so that a second run is quick
 * @param head where the head's file goes
 * @param directions where the principal directions of the texts' embeddings go
 * @param card where the model card goes
 * @param threads CPU threads of the encoder, at least 1
 * @param progress told a line of text now and then; never text of a row
 */
public record HeadTraining(
    Path train,
    Optional<Path> evalOnly,
    Path cache,
    Path head,
    Path directions,
    Path card,
    int threads,
    Consumer<String> progress) {

  static final int HIDDEN = 64;
  static final int EPOCHS = 12;

  private static final long SEED = 7;

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
    List<Example> all = new TextEncoding(cache, threads, progress).of(texts);
    List<Example> own = all.stream().filter(e -> e.text().use() == Use.TRAIN).toList();

    List<Judged> unseen = crossValidated(own, trainedOn);
    SafetyHead shipped =
        trainer().fit(own, trainedOn).withThresholds(Measurement.thresholds(unseen));
    write(head, shipped.toFile());
    progress.accept("head written to " + head);
    write(directions, PrincipalDirections.of(own).toFile());
    progress.accept("directions of embeddings written to " + directions);

    List<Judged> foreign =
        all.stream()
            .filter(e -> e.text().use() == Use.MEASURE)
            .map(e -> Judged.by(shipped, e))
            .toList();
    List<Judged> leftOut = leaveOneSourceOut(own, trainedOn);
    String text = new ModelCard(shipped, unseen, foreign, leftOut).toMarkdown();
    write(card, text.getBytes(StandardCharsets.UTF_8));
    progress.accept("model card written to " + card);
  }

  static HeadTrainer trainer() {
    return new HeadTrainer(HIDDEN, EPOCHS, SEED);
  }

  /** Trains without each fifth of the groups, and judges that fifth. */
  private List<Judged> crossValidated(List<Example> own, String trainedOn) {
    List<Judged> judged = new ArrayList<>();
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      int out = fold;
      judged.addAll(judgeWithout(own, trainedOn, text -> Folds.of(text) == out));
      progress.accept("measured without part %d of %d".formatted(fold + 1, Folds.COUNT));
    }
    return judged;
  }

  /** Trains without each source, and judges that source. */
  private List<Judged> leaveOneSourceOut(List<Example> own, String trainedOn) {
    List<Judged> judged = new ArrayList<>();
    TreeSet<String> sources = new TreeSet<>();
    own.forEach(example -> sources.add(example.text().source()));
    for (String source : sources) {
      judged.addAll(judgeWithout(own, trainedOn, text -> text.source().equals(source)));
      progress.accept("measured without " + source);
    }
    return judged;
  }

  private static List<Judged> judgeWithout(
      List<Example> own, String trainedOn, Predicate<LabelledText> out) {
    SafetyHead without =
        trainer().fit(own.stream().filter(e -> !out.test(e.text())).toList(), trainedOn);
    return own.stream().filter(e -> out.test(e.text())).map(e -> Judged.by(without, e)).toList();
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, bytes);
  }

  /** SHA-256 over the texts and their labels, in order. */
  static String hash(List<LabelledText> texts) {
    StringBuilder all = new StringBuilder();
    for (LabelledText text : texts) {
      all.append(text.source()).append('\t').append(text.side()).append('\t');
      all.append(new TreeMap<>(text.labels())).append('\t').append(text.text()).append('\n');
    }
    return Sha256.of(all.toString());
  }
}
