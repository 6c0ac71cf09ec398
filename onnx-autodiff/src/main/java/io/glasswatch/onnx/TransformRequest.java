package io.glasswatch.onnx;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What to add to a model. Start from {@link #of} and narrow or widen it; only what is asked for is
 * added.
 *
 * @param target the number that is differentiated
 * @param output the model output the target reads; empty for {@code logits}, or else the first
 *     float output
 * @param embeddingGradient whether d target / d embedding leaves the graph, [batch, sequence,
 *     width]
 * @param gradientTimesInput whether its product with the embedding, summed over the width, leaves
 *     the graph, [batch, sequence]
 * @param attention the forms in which attention leaves the graph; empty for none
 * @param attentionGradients whether d target / d attention probabilities leave the graph
 * @param hiddenStates whether the value that enters each layer's attention leaves the graph
 * @param path whether the gradient can be taken between a baseline and the input
 * @param gates whether inputs that scale heads and tokens are added, for ablation
 * @param readout the query row that rollout and relevance start from
 */
public record TransformRequest(
    Target target,
    Optional<String> output,
    boolean embeddingGradient,
    boolean gradientTimesInput,
    Set<AttentionOutput> attention,
    boolean attentionGradients,
    boolean hiddenStates,
    PathMode path,
    boolean gates,
    Readout readout) {

  public TransformRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(readout, "readout");
    attention = Set.copyOf(attention);
  }

  /** Asks for the target and its embedding gradient, and nothing else. */
  public static TransformRequest of(Target target) {
    return new TransformRequest(
        target,
        Optional.empty(),
        true,
        false,
        Set.of(),
        false,
        false,
        PathMode.NONE,
        false,
        Readout.AUTO);
  }

  public TransformRequest reading(String newOutput) {
    return new TransformRequest(
        target,
        Optional.of(newOutput),
        embeddingGradient,
        gradientTimesInput,
        attention,
        attentionGradients,
        hiddenStates,
        path,
        gates,
        readout);
  }

  public TransformRequest withEmbeddingGradient(boolean wanted) {
    return new TransformRequest(
        target,
        output,
        wanted,
        gradientTimesInput,
        attention,
        attentionGradients,
        hiddenStates,
        path,
        gates,
        readout);
  }

  public TransformRequest withGradientTimesInput() {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        true,
        attention,
        attentionGradients,
        hiddenStates,
        path,
        gates,
        readout);
  }

  public TransformRequest withAttention(AttentionOutput first, AttentionOutput... rest) {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        gradientTimesInput,
        EnumSet.of(first, rest),
        attentionGradients,
        hiddenStates,
        path,
        gates,
        readout);
  }

  public TransformRequest withAttentionGradients() {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        gradientTimesInput,
        attention,
        true,
        hiddenStates,
        path,
        gates,
        readout);
  }

  public TransformRequest withHiddenStates() {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        gradientTimesInput,
        attention,
        attentionGradients,
        true,
        path,
        gates,
        readout);
  }

  public TransformRequest withPath(PathMode newPath) {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        gradientTimesInput,
        attention,
        attentionGradients,
        hiddenStates,
        newPath,
        gates,
        readout);
  }

  public TransformRequest withGates() {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        gradientTimesInput,
        attention,
        attentionGradients,
        hiddenStates,
        path,
        true,
        readout);
  }

  public TransformRequest withReadout(Readout newReadout) {
    return new TransformRequest(
        target,
        output,
        embeddingGradient,
        gradientTimesInput,
        attention,
        attentionGradients,
        hiddenStates,
        path,
        gates,
        newReadout);
  }
}
