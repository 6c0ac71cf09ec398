package io.glasswatch.onnx;

import io.glasswatch.onnx.Description.ExtraInput;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.grad.GradientPath;
import io.glasswatch.onnx.grad.ReverseMode;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Soundness;
import io.glasswatch.onnx.graph.Value;
import io.glasswatch.onnx.pass.ExpandFused;
import io.glasswatch.onnx.pass.FindAttention;
import io.glasswatch.onnx.pass.FindAttention.Site;
import io.glasswatch.onnx.pass.FindEmbedding;
import io.glasswatch.onnx.pass.FindEmbedding.Embedding;
import io.glasswatch.onnx.pass.FindGelu;
import io.glasswatch.onnx.pass.FindLayerInput;
import io.glasswatch.onnx.pass.FindNorms;
import io.glasswatch.onnx.pass.InlineFunctions;
import io.glasswatch.onnx.pass.RefuseQuantised;
import io.glasswatch.onnx.pass.UpgradeOpset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One transform from request to prepared model: the passes, in order. */
final class Transformer {
  private final TransformRequest request;
  private final Emitter emitter;
  private final ModelParts parts;
  private final Map<String, ExtraInput> extraInputs = new LinkedHashMap<>();

  private Transformer(Model model, TransformRequest request) {
    this.request = request;
    Graph graph = model.graph();
    emitter = new Emitter(model);
    Value read = output(graph, request.output());
    Embedding embedding =
        FindEmbedding.in(emitter, graph, read.name())
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        "no token embedding found: no integer input is looked up in a table of float vectors; export the model with input_ids as its input"));
    Optional<RowCopies> copies =
        request.path() == PathMode.INTEGRATE
            ? Optional.of(
                new RowCopies(emitter, graph, emitter.value(embedding.ids()), extraInputs))
            : Optional.empty();
    parts = new ModelParts(emitter, graph, embedding, read, copies);
  }

  static Prepared transform(Model model, TransformRequest request) {
    return new Transformer(normalized(model), request).run();
  }

  /** Returns {@code model} in the form that the other passes understand. */
  static Model normalized(Model model) {
    return ExpandFused.apply(
        UpgradeOpset.apply(RefuseQuantised.apply(InlineFunctions.apply(model))));
  }

  /** Returns the output a target reads: the one asked for, or logits, or the first of floats. */
  static Value output(Graph graph, Optional<String> wanted) {
    if (wanted.isPresent()) {
      String name = wanted.get();
      return graph.outputs().stream()
          .filter(o -> o.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new UnsupportedModelException(
                      "the model has no output \"%s\"; it has %s"
                          .formatted(name, graph.outputs().stream().map(Value::name).toList())));
    }
    return graph.outputs().stream()
        .filter(o -> o.name().equals("logits"))
        .findFirst()
        .or(() -> graph.outputs().stream().filter(o -> o.type().element().isFloating()).findFirst())
        .orElseThrow(
            () -> new UnsupportedModelException("the model has no float output to explain"));
  }

  private Prepared run() {
    Expr looked = emitter.value(parts.embedding().value());
    Expr source = interpolated(looked);
    List<Site> sites = sites(source);
    if (request.wants(Extra.GATES) || request.wants(Extra.REQUIRED_GATES)) {
      Gates gates = new Gates(parts, request.wants(Extra.REQUIRED_GATES), extraInputs);
      gates.onTokens(source);
      gates.onHeads(sites);
    }
    Expr target = new Targets(parts, extraInputs).build(request.target());
    Map<String, Expr> gradients = gradients(target, source, sites);
    Outputs outputs = new Outputs(parts, request, sites, gradients);
    return outputs.finish(target, looked, source, baselined(looked), extraInputs);
  }

  /** What the embedding is measured from: the baseline of a path, or nothing. */
  private Optional<Expr> baselined(Expr looked) {
    return request.path() == PathMode.NONE
        ? Optional.empty()
        : Optional.of(looked.minus(emitter.value("path_baseline").castTo(looked.element())));
  }

  private Expr interpolated(Expr looked) {
    return request.path() == PathMode.NONE
        ? looked
        : new PathInputs(emitter, request.path() == PathMode.INTERPOLATE_EACH, extraInputs)
            .interpolate(looked, parts);
  }

  private List<Site> sites(Expr source) {
    List<Node> nodes = ordered();
    GradientPath path =
        GradientPath.between(emitter.types(), nodes, Set.of(source.name()), parts.result().name());
    return FindAttention.in(emitter, path::needsGradient);
  }

  /** Returns the nodes so far in an order in which they run. */
  private List<Node> ordered() {
    Graph graph = parts.graph();
    List<Value> inputs = emitter.inputs();
    return Soundness.check(
            new Graph(
                "", inputs, List.of(), emitter.nodes(), emitter.initializers(), graph.hints()))
        .nodes();
  }

  private Map<String, Expr> gradients(Expr target, Expr source, List<Site> sites) {
    Set<String> wanted = new LinkedHashSet<>();
    boolean ofEmbedding =
        request.wants(Extra.EMBEDDING_GRADIENT)
            || request.wants(Extra.GRADIENT_TIMES_INPUT)
            || request.path() == PathMode.INTEGRATE;
    if (ofEmbedding) {
      wanted.add(source.name());
    }
    if (request.wants(Extra.ATTENTION_GRADIENTS) || request.wants(AttentionOutput.RELEVANCE)) {
      sites.forEach(s -> wanted.add(s.probabilities()));
    }
    if (request.wants(Extra.HIDDEN_GRADIENTS)) {
      sites.forEach(s -> FindLayerInput.of(emitter, s).ifPresent(wanted::add));
    }
    if (wanted.isEmpty()) {
      return Map.of();
    }
    if (request.wants(Extra.RESCALED)) {
      return ReverseMode.multipliers(emitter, ordered(), target, wanted);
    }
    List<Node> nodes = FindGelu.apply(emitter, FindNorms.apply(emitter, ordered()));
    return ReverseMode.gradients(emitter, nodes, target, wanted);
  }
}
