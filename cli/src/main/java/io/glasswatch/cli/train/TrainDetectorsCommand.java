package io.glasswatch.cli.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.cli.quality.RankedScores;
import io.glasswatch.cli.quality.SpanMatch;
import io.glasswatch.cli.quality.SpanMatch.Stretch;
import io.glasswatch.cli.train.LabelledRows.Grouped;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Json;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.learned.Learned;
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
import java.util.Optional;
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
  private static final String ORDINARY = "alpaca_eval";

  @Parameters(
      paramLabel = "DIR",
      description = "Rows that may train: one .jsonl file a source, named as in the documentation.")
  private Path train;

  @Option(
      names = "--eval-only",
      paramLabel = "DIR",
      description = "Rows that may only be measured on (alpaca_eval.jsonl); by default none.")
  private Optional<Path> evalOnly = Optional.empty();

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
      Learned learned = new Learned(tagger, RefusalHead.shipped());
      try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard(), learned)) {
        for (TaggerTrainer.Labelled row : only(all, part)) {
          match.add(stretches(row), stretches(row.text(), detector));
        }
      }
    }
    print.println("| trained | held out | labelled | precision | recall | F2 |");
    print.println("|---|---|---|---|---|---|");
    for (String cells : match.cells()) {
      print.printf("| tagger | presidio_pii, other templates | %s |%n", cells);
    }
    print.println();
    Tagger shipped = TaggerTrainer.train(all.stream().map(Grouped::row).toList(), ordinary);
    Files.write(out.resolve("pii-tagger.bin"), shipped.toFile());
  }

  private static List<Stretch> stretches(TaggerTrainer.Labelled row) {
    String text = row.text();
    return row.entities().stream()
        .map(e -> new Stretch(text.codePointCount(0, e.start()), text.codePointCount(0, e.end())))
        .toList();
  }

  /** What the rules and the tagger find together, as in the stream. */
  private static List<Stretch> stretches(String text, Detector detector) {
    JsonNode row = Json.TEXT.valueToTree(Map.of("id", "i", "model", "m", "response", text));
    return LabelledRows.findings(row, detector).stream()
        .filter(f -> f.category().equals(Category.PII))
        .flatMap(f -> f.span().stream())
        .map(span -> new Stretch(span.start(), span.end()))
        .toList();
  }

  private void refusals(LabelledRows rows, PrintWriter print) throws IOException {
    Map<String, List<Grouped<RefusalHead.Labelled>>> bySource = new LinkedHashMap<>();
    try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard())) {
      for (String source : LabelledRows.REFUSALS) {
        bySource.put(source, rows.refusals(source, detector));
      }
    }
    List<Grouped<RefusalHead.Labelled>> all = new ArrayList<>();
    bySource.values().forEach(all::addAll);
    print.println(
        "| trained | held out | with / without | AUROC | precision | recall | false positives |");
    print.println("|---|---|---|---|---|---|---|");
    List<RefusalHead> heads = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      heads.add(RefusalHead.train(without(all, part)));
    }
    for (String source : LabelledRows.REFUSALS) {
      List<Grouped<RefusalHead.Labelled>> own = bySource.get(source);
      print(print, source + ", other prompts", own, row -> heads.get(part(row.group())));
      List<Grouped<RefusalHead.Labelled>> others = new ArrayList<>(all);
      others.removeAll(own);
      RefusalHead foreign = RefusalHead.train(others.stream().map(Grouped::row).toList());
      print(print, source + ", whole source", own, row -> foreign);
    }
    RefusalHead shipped = RefusalHead.train(all.stream().map(Grouped::row).toList());
    Files.write(out.resolve("refusal-head.bin"), shipped.toFile());
    if (evalOnly.isPresent()) {
      print(print, ORDINARY + ", whole source", ordinary(evalOnly.get()), row -> shipped);
    }
  }

  private static List<Grouped<RefusalHead.Labelled>> ordinary(Path folder) throws IOException {
    try (Detector detector = Detector.of(RuleSet.standard(), Signals.standard())) {
      return new LabelledRows(folder).refusals(ORDINARY, detector);
    }
  }

  /** Prints how well {@code head} does on rows, and on the clear ones if there are others. */
  private static void print(
      PrintWriter print,
      String heldOut,
      List<Grouped<RefusalHead.Labelled>> rows,
      Function<Grouped<RefusalHead.Labelled>, RefusalHead> head) {
    print.printf("| refusal head | %s | %s |%n", heldOut, scored(rows, head).cells());
    List<Grouped<RefusalHead.Labelled>> clear = rows.stream().filter(Grouped::clear).toList();
    if (clear.size() < rows.size()) {
      print.printf(
          "| refusal head | %s, without partial refusals | %s |%n",
          heldOut, scored(clear, head).cells());
    }
  }

  private static RankedScores scored(
      List<Grouped<RefusalHead.Labelled>> rows,
      Function<Grouped<RefusalHead.Labelled>, RefusalHead> head) {
    RankedScores scores = new RankedScores();
    for (Grouped<RefusalHead.Labelled> row : rows) {
      RefusalHead.Labelled r = row.row();
      double score = head.apply(row).probability(r.text(), r.rules());
      scores.add(score, r.refuses(), score >= RefusalHead.THRESHOLD);
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
