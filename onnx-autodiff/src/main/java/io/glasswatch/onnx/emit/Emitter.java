package io.glasswatch.onnx.emit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Constants;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Soundness;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Types;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A model that is being added to. Every emitted node's type is known at once, and a node that is
 * emitted twice is one node.
 */
public final class Emitter {
  private final Model model;
  private final Types types;
  private final Constants constants;
  private final List<Node> nodes;
  private final Map<String, Tensor> initializers;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final Map<List<Object>, List<Expr>> shared = new HashMap<>();
  private final Map<TensorProto, Expr> sharedConstants = new HashMap<>();
  private final Map<String, Node> makers = new HashMap<>();
  private final Set<String> taken;
  private final Set<String> added = new HashSet<>();
  private final String prefix;
  private int next;

  /** Returns an emitter that adds to {@code model}. */
  public Emitter(Model model) {
    this(model, model.graph().nodes(), "autodiff/");
  }

  /**
   * Returns an emitter for a model of which all but the nodes is there; they are adopted or not.
   */
  public static Emitter rebuilding(Model model, String prefix) {
    return new Emitter(model, List.of(), prefix);
  }

  private Emitter(Model model, List<Node> kept, String wantedPrefix) {
    this.model = model;
    Graph graph = model.graph();
    types = Types.of(model.withGraph(graph.withNodes(kept)));
    constants = Constants.of(graph.withNodes(kept));
    nodes = new ArrayList<>(kept);
    initializers = new LinkedHashMap<>(graph.initializers());
    inputs = new ArrayList<>(graph.inputs());
    outputs = new ArrayList<>(graph.outputs());
    taken = names(graph);
    nodes.forEach(n -> n.outputs().forEach(o -> makers.put(o, n)));
    prefix = freePrefix(taken, wantedPrefix);
  }

  private static Set<String> names(Graph graph) {
    Set<String> names = new HashSet<>(graph.initializers().keySet());
    graph.inputs().forEach(v -> names.add(v.name()));
    graph.outputs().forEach(v -> names.add(v.name()));
    graph.nodes().forEach(n -> names.addAll(n.outputs()));
    return names;
  }

  private static String freePrefix(Set<String> taken, String wanted) {
    String prefix = wanted;
    while (startsAny(taken, prefix)) {
      prefix = "_" + prefix;
    }
    return prefix;
  }

  private static boolean startsAny(Set<String> taken, String prefix) {
    return taken.stream().anyMatch(t -> t.startsWith(prefix));
  }

  public Types types() {
    return types;
  }

  public Constants constants() {
    return constants;
  }

  /** Returns the nodes so far: the model's own, then the added ones. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Returns the inputs so far. */
  public List<Value> inputs() {
    return List.copyOf(inputs);
  }

  /** Returns the constants so far. */
  public Map<String, Tensor> initializers() {
    return Collections.unmodifiableMap(initializers);
  }

  /** Returns the node that makes {@code value}; none for inputs and initializers. */
  public Optional<Node> maker(String value) {
    return Optional.ofNullable(makers.get(value));
  }

  /** Returns the value named {@code name}. */
  public Expr value(String name) {
    return new Expr(this, name);
  }

  /** Emits a standard node with one output. */
  public Expr emit(String op, Map<String, AttributeProto> attributes, Expr... inputs) {
    return emit(op, "", attributes, 1, Arrays.asList(inputs)).get(0);
  }

  /** Emits a standard node without attributes. */
  public Expr emit(String op, Expr... inputs) {
    return emit(op, Attributes.NONE, inputs);
  }

  /** Emits a node and returns its outputs; one that was emitted before is not emitted again. */
  public List<Expr> emit(
      String op,
      String domain,
      Map<String, AttributeProto> attributes,
      int outputCount,
      List<Expr> inputs) {
    List<String> names = inputs.stream().map(Expr::name).toList();
    List<Object> key = List.of(op, domain, attributes, outputCount, names);
    List<Expr> known = shared.get(key);
    if (known != null) {
      return known;
    }
    String label = prefix + op + "_" + next++;
    List<String> made = new ArrayList<>();
    for (int i = 0; i < outputCount; i++) {
      made.add(outputCount == 1 ? label : label + "_" + i);
    }
    add(new Node(op, domain, label, names, made, attributes));
    List<Expr> results = made.stream().map(this::value).toList();
    shared.put(key, results);
    return results;
  }

  private void add(Node node) {
    adopt(node);
    taken.addAll(node.outputs());
    added.addAll(node.outputs());
  }

  /** Takes over a node of the model; it stays even if nothing reads it. */
  public void adopt(Node node) {
    nodes.add(node);
    node.outputs().forEach(o -> makers.put(o, node));
    types.infer(node);
    constants.learn(node);
  }

  /** Returns a constant; equal ones are kept once. */
  public Expr constant(Tensor tensor) {
    Expr known = sharedConstants.get(tensor.proto());
    if (known != null) {
      return known;
    }
    String name = prefix + "constant_" + sharedConstants.size();
    initializers.put(name, tensor);
    types.constant(name, tensor);
    constants.put(name, tensor);
    taken.add(name);
    Expr expr = value(name);
    sharedConstants.put(tensor.proto(), expr);
    return expr;
  }

  /** Returns a vector of integers, as axes and shapes are passed. */
  public Expr longs(long... values) {
    return constant(Tensor.vector(values));
  }

  public Expr scalar(ElementType type, double value) {
    return constant(Tensor.scalar(type, value));
  }

  /** Adds an input; its name is {@code wanted}, or that with a number if it is taken. */
  public Expr input(String wanted, TensorType type) {
    String name = free(wanted);
    inputs.add(new Value(name, type));
    types.put(name, type);
    taken.add(name);
    return value(name);
  }

  /** Adds an input that need not be fed: left out, it is {@code otherwise}. */
  public Expr inputWithDefault(String wanted, Tensor otherwise) {
    return inputWithDefault(wanted, otherwise.tensorType(), otherwise);
  }

  /** Adds an input of {@code type} that, left out, is {@code otherwise}, which broadcasts to it. */
  public Expr inputWithDefault(String wanted, TensorType type, Tensor otherwise) {
    Expr input = input(wanted, type);
    initializers.put(input.name(), otherwise);
    return input;
  }

  /**
   * Adds an output that returns {@code expr} and returns its name, which is near {@code wanted}.
   */
  public String output(String wanted, Expr expr) {
    String name = free(wanted);
    add(new Node("Identity", "", name, List.of(expr.name()), List.of(name), Attributes.NONE));
    TensorType type = types.of(name);
    outputs.add(new Value(name, TensorType.of(type.element(), type.shape())));
    return name;
  }

  /** Makes {@code expr} known as {@code name}, an output that {@link #renamed} has freed. */
  public void define(String name, Expr expr) {
    add(new Node("Identity", "", name, List.of(expr.name()), List.of(name), Attributes.NONE));
  }

  /** Gives {@code old} another name, for its maker and all readers, and returns it. */
  public Expr renamed(String old, String wanted) {
    String name = free(wanted);
    UnaryOperator<String> rename = v -> v.equals(old) ? name : v;
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node.inputs().contains(old) || node.outputs().contains(old)) {
        replace(
            i,
            node.reading(node.inputs().stream().map(rename).toList())
                .writing(node.outputs().stream().map(rename).toList()));
      }
    }
    types.put(name, types.of(old));
    taken.add(name);
    shared.clear();
    return value(name);
  }

  private String free(String wanted) {
    String name = wanted;
    for (int i = 1; taken.contains(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /**
   * Lets every node that reads {@code old}, but {@code except}, read {@code replacement} instead.
   */
  public void redirect(String old, Expr replacement, Set<String> except) {
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      boolean reads = node.inputs().contains(old) && !except.contains(node.outputs().get(0));
      if (reads) {
        List<String> inputNames =
            node.inputs().stream().map(n -> n.equals(old) ? replacement.name() : n).toList();
        replace(i, node.reading(inputNames));
      }
    }
    shared.clear();
  }

  /** Returns output {@code index} of {@code node}, asking the node for it if it is not made yet. */
  public Expr exposed(Node node, int index) {
    int at = indexOf(node.outputs().get(0));
    Node now = nodes.get(at);
    if (now.output(index).isPresent()) {
      return value(now.output(index).get());
    }
    List<String> names = new ArrayList<>(now.outputs());
    while (names.size() <= index) {
      names.add("");
    }
    names.set(index, prefix + "output_" + next++);
    Node wider = now.writing(names);
    replace(at, wider);
    makers.put(names.get(index), wider);
    types.infer(wider);
    return value(names.get(index));
  }

  private int indexOf(String output) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).outputs().contains(output)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no node makes " + output);
  }

  private void replace(int at, Node node) {
    nodes.set(at, node);
    node.outputs().forEach(o -> makers.put(o, node));
  }

  /** Returns the model with all that was added, in an order in which it can run. */
  public Model finish() {
    Graph old = model.graph();
    Map<String, Tensor> kept = new LinkedHashMap<>(initializers);
    List<Node> live = live();
    Set<String> read = live.stream().flatMap(n -> n.inputs().stream()).collect(Collectors.toSet());
    sharedConstants.values().stream()
        .filter(c -> !read.contains(c.name()))
        .forEach(c -> kept.remove(c.name()));
    Graph graph = new Graph(old.name(), inputs, outputs, live, kept, old.hints());
    return new Model(opsets(live), Soundness.check(graph), model.header());
  }

  private Map<String, Long> opsets(List<Node> live) {
    Map<String, Long> opsets = new TreeMap<>(model.opsets());
    live.stream()
        .filter(n -> n.domain().equals("com.microsoft"))
        .forEach(n -> opsets.putIfAbsent(n.domain(), 1L));
    return opsets;
  }

  /* Added nodes that nothing reads are dropped; the model's own are kept. */
  private List<Node> live() {
    Set<String> wanted =
        outputs.stream().map(Value::name).collect(Collectors.toCollection(HashSet::new));
    List<Node> ordered =
        Soundness.check(new Graph("", inputs, List.of(), nodes, initializers, List.of())).nodes();
    List<Node> live = new ArrayList<>();
    for (int i = ordered.size() - 1; i >= 0; i--) {
      Node node = ordered.get(i);
      boolean isAdded = node.outputs().stream().anyMatch(added::contains);
      if (!isAdded || node.outputs().stream().anyMatch(wanted::contains)) {
        wanted.addAll(node.inputs());
        live.add(0, node);
      }
    }
    return live;
  }
}
