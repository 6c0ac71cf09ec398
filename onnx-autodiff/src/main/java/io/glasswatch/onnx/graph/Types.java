package io.glasswatch.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of every value of a graph: element type, rank, dimensions by number or by name.
 * Filled from the front, node by node.
 */
public final class Types {
  private static final int LARGEST_CONTENT = 64;

  private final Map<String, TensorType> byName = new HashMap<>();
  private final Map<String, TensorType> hints = new HashMap<>();
  private final long opset;

  private Types(long opset) {
    this.opset = opset;
  }

  /** Returns the types of all values of {@code model}. */
  public static Types of(Model model) {
    Types types = new Types(model.opset());
    Graph graph = model.graph();
    for (Value hint : graph.hints()) {
      types.hints.put(hint.name(), hint.type());
    }
    boolean namesRepeat = graph.inputs().stream().anyMatch(Types::repeatsAName);
    for (Value input : graph.inputs()) {
      types.byName.put(input.name(), distinct(input, namesRepeat));
    }
    graph.initializers().forEach(types::constant);
    graph.nodes().forEach(types::infer);
    return types;
  }

  /* Some exporters name two axes of one input alike, although they differ at run time. */
  private static boolean repeatsAName(Value input) {
    Set<String> seen = new HashSet<>();
    return input.type().shape().stream()
        .flatMap(s -> s.dims().stream())
        .anyMatch(d -> !d.isKnown() && !d.toString().isEmpty() && !seen.add(d.toString()));
  }

  private static TensorType distinct(Value input, boolean namesRepeat) {
    if (input.type().shape().isEmpty()) {
      return input.type();
    }
    List<Dim> dims = new ArrayList<>();
    for (Dim dim : input.type().shape().get().dims()) {
      String axis = "@" + dims.size();
      if (dim.isKnown()) {
        dims.add(dim);
      } else if (dim.toString().isEmpty()) {
        dims.add(Dim.named(input.name() + axis));
      } else {
        dims.add(Dim.named(namesRepeat ? dim + axis : dim.toString()));
      }
    }
    return TensorType.of(input.type().element(), new Shape(dims));
  }

  public long opset() {
    return opset;
  }

  /** Returns what is known of {@code value}; of one never seen, nothing. */
  public TensorType of(String value) {
    return byName.getOrDefault(value, TensorType.UNKNOWN);
  }

  public ElementType element(String value) {
    return of(value).element();
  }

  public Optional<Shape> shape(String value) {
    return of(value).shape();
  }

  public Optional<List<Dim>> content(String value) {
    return of(value).content();
  }

  /** Says that {@code value} is {@code type}. */
  public void put(String value, TensorType type) {
    byName.put(value, type);
  }

  /** Learns a constant, and its elements if shapes may be computed from them. */
  public void constant(String value, Tensor tensor) {
    byName.put(value, typeOf(tensor));
  }

  static TensorType typeOf(Tensor tensor) {
    TensorType type = tensor.tensorType();
    boolean holdsShape =
        (type.element().isInteger() || type.element() == ElementType.BOOL)
            && tensor.dims().size() <= 1
            && tensor.count() <= LARGEST_CONTENT;
    if (!holdsShape) {
      return type;
    }
    List<Dim> content = new ArrayList<>();
    for (long element : tensor.longs()) {
      content.add(Dim.known(element));
    }
    return type.holding(content);
  }

  /** Learns the outputs of {@code node}, whose inputs are known. */
  public void infer(Node node) {
    List<TensorType> found = InferenceRules.infer(new Inference(node, this));
    for (int i = 0; i < node.outputs().size(); i++) {
      String output = node.outputs().get(i);
      TensorType inferred = i < found.size() ? found.get(i) : TensorType.UNKNOWN;
      if (!output.isEmpty()) {
        byName.put(output, completed(output, inferred));
      }
    }
  }

  private TensorType completed(String output, TensorType inferred) {
    TensorType hint = hints.getOrDefault(output, TensorType.UNKNOWN);
    ElementType element =
        inferred.element() == ElementType.UNDEFINED ? hint.element() : inferred.element();
    if (inferred.shape().isPresent()) {
      Shape shape =
          hint.shape().map(h -> counted(inferred.shape().get(), h)).orElse(inferred.shape().get());
      return new TensorType(element, Optional.of(shape), inferred.content());
    }
    return TensorType.of(element, hint.shape().map(s -> unnamed(output, s)));
  }

  /* Numbers that the file knows are better than names that were found. */
  private static Shape counted(Shape inferred, Shape hint) {
    if (hint.rank() != inferred.rank()) {
      return inferred;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < inferred.rank(); axis++) {
      Dim known = hint.dim(axis);
      boolean better = !inferred.dim(axis).isKnown() && known.isKnown() && known.scale() > 0;
      dims.add(better ? known : inferred.dim(axis));
    }
    return new Shape(dims);
  }

  private static Shape unnamed(String output, Shape shape) {
    List<Dim> dims = new ArrayList<>();
    for (Dim dim : shape.dims()) {
      dims.add(dim.toString().isEmpty() ? Dim.named(output + "@" + dims.size()) : dim);
    }
    return new Shape(dims);
  }
}
