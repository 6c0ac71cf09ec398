package io.glasswatch.cli.surrogate;

import io.glasswatch.cli.KafkaOption;
import io.glasswatch.cli.Lines;
import io.glasswatch.cli.WholeTopic;
import io.glasswatch.cli.surrogate.Surrogate.Driver;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.serve.page.SurrogatePage;
import io.glasswatch.stream.serve.page.SurrogatePage.Few;
import io.glasswatch.stream.serve.page.SurrogatePage.Row;
import io.glasswatch.stream.serve.page.SurrogatePage.Sum;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch surrogate}: what drives each category, over many explained cases. */
@Command(
    name = "surrogate",
    description = {
      "Fits a model of few features to the scores of explained cases, one a category, and says how"
          + " far it can be trusted: what drives a category, and by how much. A feature is a word, a"
          + " span that a rule found, or a signal from a value on.",
      "Fidelity is measured on cases that the model has not seen. Where it is low, the features below"
          + " it mean little.",
      "The words are what people wrote; keep the output as you keep the log."
    },
    mixinStandardHelpOptions = true)
public final class SurrogateCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Cases, one JSON object a line; the topic llm.cases if it is left out.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--category", paramLabel = "ID", description = "This category alone.")
  private Optional<String> category = Optional.empty();

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "The most features of a model (default: ${DEFAULT-VALUE}).")
  private int features = 12;

  @Option(
      names = "--support",
      paramLabel = "N",
      description =
          "How many cases must have a feature, and how many must not (default: ${DEFAULT-VALUE}).")
  private int support = 10;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page that stands alone.")
  private Optional<Path> html = Optional.empty();

  @Mixin private KafkaOption kafkaOption;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (features < 1 || support < 1) {
      throw new ParameterException(
          spec.commandLine(), "--features and --support must be at least 1");
    }
    Map<String, List<ExplainedText>> texts = new TreeMap<>();
    for (Case item : cases()) {
      for (ExplainedText text : ExplainedText.of(item)) {
        if (category.isEmpty() || category.get().equals(text.category())) {
          texts.computeIfAbsent(text.category(), c -> new ArrayList<>()).add(text);
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (texts.isEmpty()) {
      out.printf("no case has a score of %s%n", category.orElse("any category"));
      return 1;
    }
    List<Sum> sums = new ArrayList<>();
    List<Few> few = new ArrayList<>();
    texts.forEach(
        (id, own) ->
            Surrogate.of(own, features, support)
                .ifPresentOrElse(
                    surrogate -> {
                      print(out, surrogate);
                      sums.add(sum(surrogate));
                    },
                    () -> {
                      out.printf(
                          "%s: %d cases are too few, or no feature is in %d of them%n%n",
                          id, own.size(), support);
                      few.add(new Few(id, own.size()));
                    }));
    if (html.isPresent()) {
      Files.writeString(html.get(), SurrogatePage.render(sums, few));
      out.printf("page written to %s%n", html.get());
    }
    return 0;
  }

  /** Returns the latest version of each case. */
  private Iterable<Case> cases() throws IOException {
    Map<String, Case> latest = new HashMap<>();
    if (file.isPresent()) {
      try (InputStream in = Files.newInputStream(file.get())) {
        Lines lines = new Lines(in);
        int number = 1;
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
          put(latest, read(line.get(), number++));
        }
      }
    } else {
      WholeTopic.of(kafkaOption.connection(), Topics.CASES)
          .forEach(record -> put(latest, record.value()));
    }
    return latest.values();
  }

  private Case read(byte[] line, int number) throws IOException {
    try {
      return Json.TEXT.readValue(line, Case.class);
    } catch (IOException e) {
      // The parser's message would quote the text.
      throw new IOException("line %d of %s holds no case".formatted(number, file.orElseThrow()));
    }
  }

  private static void put(Map<String, Case> latest, Case item) {
    latest.put(item.interaction().id(), item);
  }

  private static Sum sum(Surrogate surrogate) {
    return new Sum(
        surrogate.category(),
        surrogate.texts(),
        surrogate.explained(),
        surrogate.fidelity(),
        surrogate.agreement(),
        surrogate.drivers().stream().map(SurrogateCommand::row).toList());
  }

  private static Row row(Driver driver) {
    return new Row(
        driver.feature().label(),
        driver.weight(),
        driver.with(),
        driver.without(),
        driver.texts(),
        driver.share());
  }

  private static void print(PrintWriter out, Surrogate surrogate) {
    out.printf(
        Locale.ROOT,
        "%s: %d cases, %d of them explained. On the fifth that was held out, %.0f %% of the"
            + " variance (fidelity) and the verdict of %.0f %%.%n",
        surrogate.category(),
        surrogate.texts(),
        surrogate.explained(),
        100 * surrogate.fidelity(),
        100 * surrogate.agreement());
    out.printf(
        "  %-36s %8s %10s %10s %7s %12s%n",
        "feature", "weight", "mean with", "without", "cases", "attribution");
    for (Driver driver : surrogate.drivers()) {
      out.printf(
          Locale.ROOT,
          "  %-36s %+8.2f %+10.2f %+10.2f %7d %12s%n",
          driver.feature().label(),
          driver.weight(),
          driver.with(),
          driver.without(),
          driver.texts(),
          driver.share().map(s -> String.format(Locale.ROOT, "%+.3f", s)).orElse("-"));
    }
    out.println();
    out.flush();
  }
}
