package io.glasswatch.cli.prepare;

import io.glasswatch.onnx.Inspection;
import io.glasswatch.onnx.OnnxAutodiff;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch inspect}: what {@code prepare} would find in a model. */
@Command(
    name = "inspect",
    description =
        "Prints what prepare would find in an ONNX model: embedding, attention, operators on the"
            + " gradient path.",
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL.onnx", description = "The model; weights beside it are read too.")
  private Path model;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Inspection inspection = OnnxAutodiff.inspect(ModelFile.existing(model));
    spec.commandLine().getOut().print(inspection.toText());
    spec.commandLine().getOut().flush();
    boolean usable =
        inspection.embedding().isPresent()
            && inspection.unsupported().isEmpty()
            && inspection.problem().isEmpty();
    return usable ? 0 : 1;
  }
}
