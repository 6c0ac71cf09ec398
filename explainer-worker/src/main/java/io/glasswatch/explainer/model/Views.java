package io.glasswatch.explainer.model;

import io.glasswatch.explainer.model.ModelSettings.Task;
import io.glasswatch.onnx.Description;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.Prepared;
import io.glasswatch.onnx.Readout;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import io.glasswatch.onnx.UnsupportedModelException;
import io.glasswatch.onnx.emit.UnknownRankException;
import io.glasswatch.onnx.grad.UnsupportedOpException;
import io.glasswatch.onnx.graph.InvalidModelException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Opens the views of one model when they are needed. Safe for use by several threads. */
final class Views implements AutoCloseable {

  private final ModelSource source;
  private final Device device;
  private final Map<View, Opened> opened = new EnumMap<>(View.class);
  private final Map<View, String> missing = new EnumMap<>(View.class);

  Views(ModelSource source, Device device) {
    this.source = source;
    this.device = device;
  }

  /**
   * A view that can be run.
   *
   * @param graph the graph
   * @param names what was added to it
   * @param embeddings the model's token embeddings
   */
  record Opened(OnnxGraph graph, Description names, EmbeddingTable embeddings) {}

  /**
   * Returns the view.
   *
   * @throws UnsupportedModelException if the model has none, saying why
   */
  synchronized Opened get(View view) {
    missing(view)
        .ifPresent(
            why -> {
              throw new UnsupportedModelException(why);
            });
    return opened.get(view);
  }

  /** Returns why the model does not have this view; empty if it has. */
  synchronized Optional<String> missing(View view) {
    if (!opened.containsKey(view) && !missing.containsKey(view)) {
      try {
        Prepared prepared = OnnxAutodiff.prepare(source.onnx(), view.of(request()));
        opened.put(
            view,
            new Opened(
                new OnnxGraph(prepared.toBytes(), device),
                prepared.description(),
                EmbeddingTable.of(prepared)));
      } catch (UnsupportedModelException
          | UnsupportedOpException
          | UnknownRankException
          | InvalidModelException e) {
        missing.put(view, e.getMessage());
      }
    }
    return Optional.ofNullable(missing.get(view));
  }

  private TransformRequest request() {
    ModelSettings settings = source.settings();
    boolean speaks = settings.task() == Task.LANGUAGE_MODEL;
    TransformRequest plain = TransformRequest.of(speaks ? Target.TOKENS : Target.SEED);
    plain = settings.output().map(plain::reading).orElse(plain);
    return settings.name().equals(SafetyModel.NAME) ? plain.withReadout(Readout.MEAN) : plain;
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(view -> view.graph().close());
    opened.clear();
  }
}
