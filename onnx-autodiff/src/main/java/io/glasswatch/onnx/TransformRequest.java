package io.glasswatch.onnx;

import java.util.EnumSet;
import java.util.List;
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
 * @param extras what else leaves or enters the graph
 * @param attention the forms in which attention leaves the graph; empty for none
 * @param path whether the gradient can be taken between a baseline and the input
 * @param readout the query row that rollout and relevance start from
 */
public record TransformRequest(
    Target target,
    Optional<String> output,
    Set<Extra> extras,
    Set<AttentionOutput> attention,
    PathMode path,
    Readout readout) {

  public TransformRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(readout, "readout");
    extras = Set.copyOf(extras);
    attention = Set.copyOf(attention);
  }

  /** Asks for the target and its embedding gradient, and nothing else. */
  public static TransformRequest of(Target target) {
    return new TransformRequest(
        target,
        Optional.empty(),
        Set.of(Extra.EMBEDDING_GRADIENT),
        Set.of(),
        PathMode.NONE,
        Readout.AUTO);
  }

  /** Returns this request with a target that reads output {@code name}. */
  public TransformRequest reading(String name) {
    return new TransformRequest(target, Optional.of(name), extras, attention, path, readout);
  }

  /** Returns this request with {@code more} besides. */
  public TransformRequest with(Extra... more) {
    EnumSet<Extra> all = EnumSet.noneOf(Extra.class);
    all.addAll(extras);
    all.addAll(List.of(more));
    return new TransformRequest(target, output, all, attention, path, readout);
  }

  /** Returns this request without {@code extra}. */
  public TransformRequest without(Extra extra) {
    EnumSet<Extra> fewer = EnumSet.noneOf(Extra.class);
    fewer.addAll(extras);
    fewer.remove(extra);
    return new TransformRequest(target, output, fewer, attention, path, readout);
  }

  /** Returns this request with attention in these forms and no others. */
  public TransformRequest withAttention(AttentionOutput first, AttentionOutput... rest) {
    return new TransformRequest(target, output, extras, EnumSet.of(first, rest), path, readout);
  }

  public TransformRequest withPath(PathMode mode) {
    return new TransformRequest(target, output, extras, attention, mode, readout);
  }

  public TransformRequest withReadout(Readout row) {
    return new TransformRequest(target, output, extras, attention, path, row);
  }

  boolean wants(Extra extra) {
    return extras.contains(extra);
  }

  boolean wants(AttentionOutput form) {
    return attention.contains(form);
  }
}
