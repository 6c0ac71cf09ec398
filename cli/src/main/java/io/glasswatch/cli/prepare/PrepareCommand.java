package io.glasswatch.cli.prepare;

import io.glasswatch.onnx.AttentionOutput;
import io.glasswatch.onnx.Description;
import io.glasswatch.onnx.Extra;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.PathMode;
import io.glasswatch.onnx.Prepared;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glasswatch prepare}: a model file with attention and gradients added to it. */
@Command(
    name = "prepare",
    description =
        "Adds the gradient of a target with respect to the token embeddings, and attention, to an"
            + " ONNX model.",
    mixinStandardHelpOptions = true)
public final class PrepareCommand implements Callable<Integer> {

  /** How attention leaves the model. */
  enum Attention {
    full,
    mean,
    rollout,
    relevance,
    none
  }

  @Parameters(index = "0", paramLabel = "MODEL.onnx", description = "The model as exported.")
  private Path model;

  @Parameters(index = "1", paramLabel = "OUT.onnx", description = "Where the prepared model goes.")
  private Path out;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description =
          "What is differentiated: class, probability, contrast, tokens, direction, seed.")
  private String target = "class";

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The model output the target reads; by default logits, or the first of floats.")
  private Optional<String> output;

  @Option(
      names = "--attention",
      paramLabel = "FORM",
      description =
          "How attention leaves the model: ${COMPLETION-CANDIDATES}. Default ${DEFAULT-VALUE}.")
  private Attention attention = Attention.none;

  @Option(
      names = "--attention-gradients",
      description = "Also the gradient with respect to the attention probabilities.")
  private boolean attentionGradients;

  @Option(names = "--token-scores", description = "Also gradient x input, one number a token.")
  private boolean tokenScores;

  @Option(names = "--hidden-states", description = "Also what each layer's attention reads.")
  private boolean hiddenStates;

  @Option(names = "--path", description = "Also integrated gradients, in one batched run.")
  private boolean path;

  @Option(names = "--gates", description = "Also inputs that scale heads and tokens.")
  private boolean gates;

  @Option(
      names = "--describe",
      paramLabel = "FILE",
      description = "Write the names of what was added as JSON.")
  private Optional<Path> describe;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ModelFile.writable(out);
    if (describe.isPresent()) {
      ModelFile.writable(describe.get());
    }
    Prepared prepared = OnnxAutodiff.prepare(ModelFile.existing(model), request());
    prepared.writeTo(out);
    Description description = prepared.description();
    if (describe.isPresent()) {
      Files.writeString(describe.get(), description.toJson());
    }
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.printf(
        "%s: %s; %d attention sites, embedding %s%n",
        out,
        description.architectureGuess(),
        description.layers().size(),
        description.embedding().value());
    description
        .extraInputs()
        .forEach(
            (name, input) ->
                terminal.printf(
                    "  feed %s, %s %s: %s%n", name, input.type(), input.shape(), input.meaning()));
    terminal.flush();
    return 0;
  }

  private TransformRequest request() {
    TransformRequest request = TransformRequest.of(target());
    request = output.isPresent() ? request.reading(output.get()) : request;
    request = tokenScores ? request.with(Extra.GRADIENT_TIMES_INPUT) : request;
    request = attentionGradients ? request.with(Extra.ATTENTION_GRADIENTS) : request;
    request = hiddenStates ? request.with(Extra.HIDDEN_STATES) : request;
    request = path ? request.withPath(PathMode.INTEGRATE) : request;
    request = gates ? request.with(Extra.GATES) : request;
    return switch (attention) {
      case full -> request.withAttention(AttentionOutput.FULL);
      case mean -> request.withAttention(AttentionOutput.MEAN);
      case rollout -> request.withAttention(AttentionOutput.ROLLOUT);
      case relevance -> request.withAttention(AttentionOutput.RELEVANCE);
      case none -> request;
    };
  }

  private Target target() {
    for (Target known : Target.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(target)) {
        return known;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "Invalid value for option '--target': \"%s\"; it is one of class, probability, contrast, tokens, direction, seed"
            .formatted(target));
  }
}
