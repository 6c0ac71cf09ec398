package io.glasswatch.cli.train;

import io.glasswatch.cli.train.LabelledRows.Grouped;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.learned.RefusalHead;
import io.glasswatch.stream.detect.learned.Tagger;
import io.glasswatch.stream.detect.learned.TaggerTrainer;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Weights that have not seen certain texts, trained as {@code train-detectors} and {@code
 * train-head} train those that ship.
 */
public final class HeldOutWeights {

  private final List<TaggerTrainer.Labelled> entities;
  private final List<String> ordinary;
  private final List<RefusalHead.Labelled> refusals = new ArrayList<>();

  private HeldOutWeights(Path folder) throws IOException {
    LabelledRows rows = new LabelledRows(folder);
    entities = rows.entities().stream().map(Grouped::row).toList();
    ordinary = rows.ordinary();
    try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard())) {
      for (String source : LabelledRows.REFUSALS) {
        rows.refusals(source, detector).forEach(row -> refusals.add(row.row()));
      }
    }
  }

  /**
   * Reads what to train on.
   *
   * @param folder rows that may train, one {@code .jsonl} file a source
   */
  public static HeldOutWeights of(Path folder) throws IOException {
    return new HeldOutWeights(folder);
  }

  /** Returns the stream app's trained detectors, made without any of {@code unseen}. */
  public Learned learned(Set<String> unseen) {
    Tagger tagger =
        TaggerTrainer.train(
            entities.stream().filter(row -> !unseen.contains(row.text())).toList(),
            ordinary.stream().filter(text -> !unseen.contains(text)).toList());
    RefusalHead head =
        RefusalHead.train(refusals.stream().filter(row -> !unseen.contains(row.text())).toList());
    return new Learned(tagger, head);
  }
}
