package io.glasswatch.cli.train;

import io.glasswatch.cli.train.LabelledRows.Grouped;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.learned.RefusalHead;
import io.glasswatch.stream.detect.learned.Tagger;
import io.glasswatch.stream.detect.learned.TaggerTrainer;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch train-detectors}: the stream app's trained detectors, made and measured. */
@Command(
    name = "train-detectors",
    description = {
      "Trains what the stream app finds personal data and refusals with, and measures it on rows whose "
          + "template or prompt it was not trained on. Takes a minute.",
      "To ship the result, copy both .bin files over the stream app's resources of that name."
    },
    mixinStandardHelpOptions = true)
public final class TrainDetectorsCommand implements Callable<Integer> {

  private static final int PARTS = 5;
  private static final List<String> REFUSALS = List.of("xstest", "gptfuzz", "hh_rlhf_harmless");

  @Parameters(
      paramLabel = "DIR",
      description = "Rows that may train: one .jsonl file a source, named as in the documentation.")
  private Path train;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the files go; by default ${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "detectors");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!Files.isDirectory(train)) {
      throw new NotDirectoryException(train.toString());
    }
    LabelledRows rows = new LabelledRows(train);
    Files.createDirectories(out);
    PrintWriter print = spec.commandLine().getOut();
    print.println("| trained | held out | figures |");
    print.println("|---|---|---|");
    tagger(rows, print);
    refusals(rows, print);
    print.flush();
    return 0;
  }

  private void tagger(LabelledRows rows, PrintWriter print) throws IOException {
    List<Grouped<TaggerTrainer.Labelled>> all = rows.entities();
    List<String> ordinary = rows.ordinary();
    SpanMatch match = new SpanMatch();
    for (int part = 0; part < PARTS; part++) {
      Tagger tagger = TaggerTrainer.train(without(all, part), ordinary);
      for (TaggerTrainer.Labelled row : only(all, part)) {
        match.add(row.entities(), tagger.tag(row.text()));
      }
    }
    print.printf("| tagger | presidio_pii, other templates | %s |%n", match);
    Tagger shipped = TaggerTrainer.train(all.stream().map(Grouped::row).toList(), ordinary);
    Files.write(out.resolve("pii-tagger.bin"), shipped.toFile());
  }

  private void refusals(LabelledRows rows, PrintWriter print) throws IOException {
    Map<String, List<Grouped<RefusalHead.Labelled>>> bySource = new LinkedHashMap<>();
    try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard())) {
      for (String source : REFUSALS) {
        bySource.put(source, rows.refusals(source, detector));
      }
    }
    List<Grouped<RefusalHead.Labelled>> all = new ArrayList<>();
    bySource.values().forEach(all::addAll);
    List<RefusalHead> heads = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      heads.add(RefusalHead.train(without(all, part)));
    }
    for (String source : REFUSALS) {
      List<Grouped<RefusalHead.Labelled>> own = bySource.get(source);
      print.printf(
          "| refusal head | %s, other prompts | %s |%n",
          source, scored(own, row -> heads.get(part(row.group()))));
      List<Grouped<RefusalHead.Labelled>> others = new ArrayList<>(all);
      others.removeAll(own);
      RefusalHead foreign = RefusalHead.train(others.stream().map(Grouped::row).toList());
      print.printf("| refusal head | %s, whole source | %s |%n", source, scored(own, r -> foreign));
    }
    RefusalHead shipped = RefusalHead.train(all.stream().map(Grouped::row).toList());
    Files.write(out.resolve("refusal-head.bin"), shipped.toFile());
  }

  private static RankedScores scored(
      List<Grouped<RefusalHead.Labelled>> rows,
      Function<Grouped<RefusalHead.Labelled>, RefusalHead> head) {
    RankedScores scores = new RankedScores(RefusalHead.THRESHOLD);
    for (Grouped<RefusalHead.Labelled> row : rows) {
      RefusalHead.Labelled r = row.row();
      scores.add(head.apply(row).probability(r.text(), r.rules()), r.refuses());
    }
    return scores;
  }

  private static <T> List<T> without(List<Grouped<T>> rows, int part) {
    return rows.stream().filter(r -> part(r.group()) != part).map(Grouped::row).toList();
  }

  private static <T> List<T> only(List<Grouped<T>> rows, int part) {
    return rows.stream().filter(r -> part(r.group()) == part).map(Grouped::row).toList();
  }

  private static int part(int group) {
    return new Random(group).nextInt(PARTS);
  }
}
