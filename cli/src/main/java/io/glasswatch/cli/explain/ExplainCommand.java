package io.glasswatch.cli.explain;

import io.glasswatch.contract.Json;
import io.glasswatch.explainer.Explainer;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.explainer.model.ModelSource;
import io.glasswatch.explainer.model.SafetyModel;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch explain}: what the detectors and a model say of one interaction. */
@Command(
    name = "explain",
    description =
        "Explains one prompt and response in this process, without Kafka: what the rules find, how"
            + " the model scores it, and which words drove the score.",
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {

  private static final String ALL = "all";

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "What the model was asked.")
  private String prompt;

  @Option(
      names = "--response",
      defaultValue = "",
      paramLabel = "TEXT",
      description = "What the model answered.")
  private String response;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A folder with model.onnx, tokenizer.json and glasswatch-model.yaml, in the place of the"
              + " shipped model.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--method",
      split = ",",
      paramLabel = "ID",
      description = "Methods, separated by commas, or \"all\": ${COMPLETION-CANDIDATES}.",
      completionCandidates = MethodIds.class)
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "WHAT",
      description =
          "What to explain: a label of a classifier; \"response\" or \"response:START-END\" of a"
              + " language model. Without it, what was found.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--rather-than",
      paramLabel = "WHAT",
      description = "Explain why the target and not this: another label, or another response.")
  private Optional<String> rather = Optional.empty();

  @Option(names = "--compare", description = "Show the methods side by side with their quality.")
  private boolean compare;

  @Option(names = "--json", description = "Print everything as JSON.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page that stands alone: heat maps, attention, counterfactual edits.")
  private Optional<Path> html = Optional.empty();

  @Spec private CommandSpec spec;

  /** Names the methods in the help text. */
  static final class MethodIds extends ArrayList<String> {
    MethodIds() {
      super(Methods.ids());
    }
  }

  @Override
  public Integer call() throws Exception {
    ModelSource source = model.isPresent() ? ModelFolder.read(model.get()) : SafetyModel.source();
    List<String> wanted = methods.equals(List.of(ALL)) ? Methods.ids() : methods;
    int threads = Runtime.getRuntime().availableProcessors();
    try (Explainer explainer = Explainer.open(source, wanted, threads)) {
      show(SingleCase.of(explainer, prompt, response, target, rather), explainer);
    }
    return 0;
  }

  private void show(SingleCase explained, Explainer explainer) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.TEXT
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Report.of(explained, explainer)));
    } else {
      new CaseText(Boolean.getBoolean("glasswatch.terminal"))
          .of(explained.item())
          .forEach(out::println);
      if (compare) {
        Comparison.lines(Report.of(explained, explainer)).forEach(out::println);
      }
      explainer
          .unavailable()
          .forEach((id, why) -> out.println("Not by " + id + ": " + why.strip()));
    }
    if (html.isPresent()) {
      Files.writeString(html.get(), Pages.of(explained, explainer));
    }
    out.flush();
  }
}
