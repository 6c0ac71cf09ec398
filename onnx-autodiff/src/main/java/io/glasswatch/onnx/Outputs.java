package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.Description.Layer;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.pass.FindAttention.Site;
import io.glasswatch.onnx.pass.FindLayerInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives what was asked for a name and a way out of the graph. */
final class Outputs {
  private final ModelParts parts;
  private final Emitter emitter;
  private final TransformRequest request;
  private final List<Site> sites;
  private final Map<String, Expr> gradients;
  private final AttentionReductions reductions;

  Outputs(
      ModelParts parts, TransformRequest request, List<Site> sites, Map<String, Expr> gradients) {
    this.parts = parts;
    this.emitter = parts.emitter();
    this.request = request;
    this.sites = sites;
    this.gradients = gradients;
    this.reductions = new AttentionReductions(parts, request.readout());
  }

  /**
   * Returns the finished model.
   *
   * @param looked the embeddings as looked up
   * @param source the embeddings the gradient is with respect to
   * @param measured the embeddings less their baseline, if there is one
   */
  Prepared finish(
      Expr target,
      Expr looked,
      Expr source,
      Optional<Expr> measured,
      Map<String, ExtraInput> extraInputs) {
    String targetName = out("target", AttentionReductions.inFloat(target));
    Optional<String> gradient =
        when(request.wants(Extra.EMBEDDING_GRADIENT), "embedding_gradient", () -> gradient(source));
    Optional<String> product =
        when(
            request.wants(Extra.GRADIENT_TIMES_INPUT),
            "gradient_x_input",
            () ->
                gradient(source)
                    .times(AttentionReductions.inFloat(measured.orElse(looked)))
                    .sum(-1));
    Optional<String> rollout =
        when(
            request.wants(AttentionOutput.ROLLOUT),
            "attention_rollout",
            () -> reductions.rollout(found()));
    Optional<String> relevance =
        when(request.wants(AttentionOutput.RELEVANCE), "attention_relevance", this::relevance);
    Optional<String> integral =
        parts.copies().map(c -> integral(c, gradient(source), measured.orElseThrow()));
    Optional<String> pathTargets =
        parts
            .copies()
            .map(
                c ->
                    emitter.output("path_targets", c.byPoint(AttentionReductions.inFloat(target))));
    List<String> hidden = perSite(request.wants(Extra.HIDDEN_STATES), "hidden_", this::layerInput);
    List<String> hiddenGradients =
        perSite(
            request.wants(Extra.HIDDEN_GRADIENTS),
            "hidden_gradient_",
            site -> gradient(layerInputOf(site)));
    List<String> full =
        perSite(request.wants(AttentionOutput.FULL), "attention_", this::probabilities);
    List<String> mean =
        perSite(
            request.wants(AttentionOutput.MEAN),
            "attention_mean_",
            s -> reductions.probabilities(s).mean(1));
    List<String> attentionGradients =
        perSite(request.wants(Extra.ATTENTION_GRADIENTS), "attention_gradient_", this::gradient);
    Description description =
        new Description(
            Architectures.guess(parts, sites),
            new Description.Embedding(
                parts.embedding().value(), parts.embedding().weight(), parts.embedding().width()),
            layers(),
            targetName,
            gradient,
            product,
            rollout,
            relevance,
            integral,
            pathTargets,
            full,
            mean,
            attentionGradients,
            hidden,
            hiddenGradients,
            extraInputs);
    return new Prepared(emitter.finish(), description);
  }

  private String out(String name, Expr value) {
    return emitter.output(name, parts.first(value));
  }

  private Optional<String> when(boolean wanted, String name, Supplier<Expr> value) {
    return wanted ? Optional.of(out(name, value.get())) : Optional.empty();
  }

  private List<String> perSite(boolean wanted, String name, Function<Site, Expr> value) {
    List<String> names = new ArrayList<>();
    if (wanted) {
      List<Site> all = found();
      for (int i = 0; i < all.size(); i++) {
        names.add(out(name + i, value.apply(all.get(i))));
      }
    }
    return names;
  }

  /** Returns the attention sites, of which there must be some. */
  private List<Site> found() {
    if (sites.isEmpty()) {
      throw new UnsupportedModelException(
          "no attention found: no softmax over a product of two activations multiplies a third");
    }
    return sites;
  }

  private Expr gradient(Expr source) {
    Expr gradient = gradients.get(source.name());
    if (gradient == null) {
      throw new UnsupportedModelException(
          "output \"%s\" does not depend on the token embedding \"%s\""
              .formatted(parts.output().name(), parts.embedding().value()));
    }
    return AttentionReductions.inFloat(gradient);
  }

  private Expr gradient(Site site) {
    return AttentionReductions.byHead(site, gradient(emitter.value(site.probabilities())));
  }

  private Expr probabilities(Site site) {
    return reductions.probabilities(site);
  }

  private String integral(RowCopies copies, Expr gradient, Expr measured) {
    Expr difference = AttentionReductions.inFloat(parts.first(measured));
    return emitter.output("path_integral", copies.integral(gradient).times(difference).sum(-1));
  }

  private Expr layerInput(Site site) {
    return AttentionReductions.inFloat(layerInputOf(site));
  }

  private Expr layerInputOf(Site site) {
    return FindLayerInput.of(emitter, site)
        .map(emitter::value)
        .orElseThrow(
            () ->
                new UnsupportedModelException(
                    "no projection to queries found in front of attention at node \"%s\""
                        .formatted(site.softmax())));
  }

  private Expr relevance() {
    return reductions.relevance(found(), sites.stream().map(this::gradient).toList());
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (Site site : sites) {
      layers.add(new Layer(layers.size(), site.heads(), site.softmax()));
    }
    return layers;
  }
}
