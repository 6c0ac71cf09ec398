package io.glasswatch.cli.probe;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Json;
import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.explainer.model.ModelSource;
import io.glasswatch.explainer.model.SafetyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code glasswatch probe}: whether a safety model scores people of different groups alike. */
@Command(
    name = "probe",
    description = {
      "Reads the same sentences about people of different groups with the safety model, and says how"
          + " far apart its scores are.",
      "A group's gap is how far its scores lie above those of the other groups of the same attribute,"
          + " over the same sentences. Of all gaps marked *, at most 5 %% are expected to be chance."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no gap is larger than --max-gap allows",
      "1:one is, and more than chance; or something went wrong",
      "2:the command line cannot be understood"
    },
    mixinStandardHelpOptions = true)
public final class ProbeCommand implements Callable<Integer> {

  @Option(
      names = "--set",
      paramLabel = "SET",
      description =
          "What is asked: ${COMPLETION-CANDIDATES}, or a YAML file (default: ${DEFAULT-VALUE}).",
      completionCandidates = Shipped.class)
  private String set = ProbeSet.SHIPPED.get(0);

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A folder with model.onnx, tokenizer.json and glasswatch-model.yaml, in the place of the"
              + " shipped model.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--max-gap",
      paramLabel = "GAP",
      description =
          "End with 1 if the size of a gap is above this, 0 to 1, and more than chance; without it"
              + " gaps are only shown.")
  private double maxGap = 1;

  @Option(names = "--json", description = "Print everything as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Names the shipped sets in the help text. */
  static final class Shipped extends ArrayList<String> {
    Shipped() {
      super(ProbeSet.SHIPPED);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (!(maxGap >= 0 && maxGap <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--max-gap must be 0 to 1, but was " + maxGap);
    }
    ProbeSet probes =
        ProbeSet.SHIPPED.contains(set) ? ProbeSet.shipped(set) : ProbeSet.read(Path.of(set));
    ModelSource source = model.isPresent() ? ModelFolder.read(model.get()) : SafetyModel.source();
    try (ModelScorer scorer = ModelScorer.open(source)) {
      Gaps gaps = Gaps.of(probes, scorer);
      show(source.identity(), gaps);
      return gaps.beyond(maxGap).isEmpty() ? 0 : 1;
    }
  }

  private void show(ExplainerModel identity, Gaps gaps) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<String> lines =
        json
            ? List.of(
                Json.TEXT
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(ProbeReport.json(identity, gaps)))
            : ProbeReport.lines(gaps);
    lines.forEach(out::println);
    out.flush();
  }
}
