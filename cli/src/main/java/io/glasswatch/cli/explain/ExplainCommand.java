package io.glasswatch.cli.explain;

import com.fasterxml.jackson.databind.ObjectWriter;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Json;
import io.glasswatch.stream.serve.page.CasePage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code glasswatch explain}: what the detectors and the safety model say of one interaction. */
@Command(
    name = "explain",
    description =
        "Explains one prompt and response in this process, without Kafka: what the rules find, how"
            + " the safety model scores it, and which words drove the scores.",
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "What the model was asked.")
  private String prompt;

  @Option(
      names = "--response",
      required = true,
      paramLabel = "TEXT",
      description = "What the model answered.")
  private String response;

  @Option(names = "--json", description = "Print the whole case as JSON.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the page that the web server would show; it stands alone.")
  private Optional<Path> html = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Case explained = SingleCase.of(prompt, response);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectWriter pretty = Json.TEXT.writerWithDefaultPrettyPrinter();
      out.println(pretty.writeValueAsString(explained));
    } else {
      new CaseText(Boolean.getBoolean("glasswatch.terminal")).of(explained).forEach(out::println);
    }
    if (html.isPresent()) {
      Files.writeString(html.get(), CasePage.render(explained));
    }
    out.flush();
    return 0;
  }
}
