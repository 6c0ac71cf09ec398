package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.SafetyHead;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Safety heads that have not seen certain texts, trained as {@link HeadTraining} trains the shipped
 * one.
 */
public final class HeldOutHeads {

  private final List<Example> all;

  private HeldOutHeads(List<Example> all) {
    this.all = all;
  }

  /**
   * Encodes the texts to train on, which takes minutes the first time.
   *
   * @param train folder of rows that may train, one {@code .jsonl} a source
   * @param cache file of the encoder's vectors; made if absent
   * @param threads CPU threads of the encoder, at least 1
   * @param progress told a line of text now and then; never text of a row
   */
  public static HeldOutHeads of(Path train, Path cache, int threads, Consumer<String> progress)
      throws IOException {
    List<LabelledText> texts = new ArrayList<>(LabelledTexts.in(train, Use.TRAIN));
    texts.addAll(LabelledTexts.own());
    return new HeldOutHeads(
        new TextEncoding(cache, threads, progress)
            .of(texts).stream().filter(e -> e.text().use() == Use.TRAIN).toList());
  }

  /** Returns a head that was trained on none of {@code unseen}, with the shipped thresholds. */
  public SafetyHead without(Set<String> unseen) {
    List<Example> kept = all.stream().filter(e -> !unseen.contains(e.text().text())).toList();
    String trainedOn = HeadTraining.hash(kept.stream().map(Example::text).toList());
    return HeadTraining.trainer()
        .fit(kept, trainedOn)
        .withThresholds(SafetyHead.read(SafetyHead.shippedFile()).thresholds());
  }
}
