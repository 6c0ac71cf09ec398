package io.glasswatch.cli.train;

import io.glasswatch.explainer.train.HeadTraining;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch train-head}: labelled texts in, the head's weights and its model card out. */
@Command(
    name = "train-head",
    description = {
      "Trains the safety head on labelled texts and measures it.",
      "Encoding the texts takes half an hour of one CPU the first time; a second run uses the cache.",
      "To ship the result, copy safety-head.bin and embedding-directions.bin over the explainer "
          + "worker's resources of those names, and model-card.md over the one in docs."
    },
    mixinStandardHelpOptions = true)
public final class TrainHeadCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description = "Rows that may train: one .jsonl file a source, named as in the label table.")
  private Path train;

  @Option(
      names = "--eval-only",
      paramLabel = "DIR",
      description = "Rows that may only be measured on; by default none.")
  private Optional<Path> evalOnly = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where safety-head.bin, embedding-directions.bin and model-card.md go; by default "
              + "${DEFAULT-VALUE}.")
  private Path out = Path.of("target", "head");

  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description = "The encoder's vectors of texts seen before; by default ${DEFAULT-VALUE}.")
  private Path cache = Path.of("target", "head", "vectors.bin");

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads of the encoder; by default ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireFolder(train);
    if (evalOnly.isPresent()) {
      requireFolder(evalOnly.get());
    }
    new HeadTraining(
            train,
            evalOnly,
            cache,
            out.resolve("safety-head.bin"),
            out.resolve("embedding-directions.bin"),
            out.resolve("model-card.md"),
            threads,
            spec.commandLine().getOut()::println)
        .run();
    return 0;
  }

  private static void requireFolder(Path folder) throws NotDirectoryException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
  }
}
