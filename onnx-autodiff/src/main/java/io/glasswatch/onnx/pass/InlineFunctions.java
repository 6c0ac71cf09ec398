package io.glasswatch.onnx.pass;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.InvalidModelException;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Puts the bodies of the model's own functions in the place of their calls. */
public final class InlineFunctions {
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 1_000_000;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private int calls;

  private InlineFunctions() {}

  /** Returns {@code model} without functions. */
  public static Model apply(Model model) {
    if (model.header().getFunctionsCount() == 0) {
      return model;
    }
    InlineFunctions inline = new InlineFunctions();
    Map<String, Long> opsets = new TreeMap<>(model.opsets());
    for (FunctionProto function : model.header().getFunctionsList()) {
      inline.functions.put(key(function.getDomain(), function.getName()), function);
      for (OperatorSetIdProto opset : function.getOpsetImportList()) {
        String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
        opsets.putIfAbsent(domain, opset.getVersion());
      }
    }
    model.graph().nodes().forEach(n -> inline.add(n, 0));
    Graph graph = model.graph().withNodes(inline.nodes);
    return new Model(opsets, graph, model.header().toBuilder().clearFunctions().build());
  }

  private static String key(String domain, String name) {
    return (domain.equals("ai.onnx") ? "" : domain) + "::" + name;
  }

  private void add(Node node, int depth) {
    FunctionProto function = functions.get(key(node.domain(), node.op()));
    if (function == null) {
      nodes.add(node);
      return;
    }
    if (depth > DEEPEST || nodes.size() > MOST_NODES) {
      throw new InvalidModelException(
          "function \"%s\" calls itself or too many others".formatted(node.qualifiedOp()));
    }
    call(node, function, depth);
  }

  private void call(Node node, FunctionProto function, int depth) {
    Map<String, String> names = new HashMap<>(Map.of("", ""));
    for (int i = 0; i < function.getInputCount(); i++) {
      names.put(function.getInput(i), node.input(i).orElse(""));
    }
    for (int i = 0; i < function.getOutputCount(); i++) {
      node.output(i).ifPresent(bind(names, function.getOutput(i)));
    }
    String scope = node.label() + "/" + function.getName() + "_" + calls++ + "/";
    for (NodeProto inner : function.getNodeList()) {
      Node body = OnnxReader.node(inner);
      add(
          new Node(
              body.op(),
              body.domain(),
              body.name().isEmpty() ? "" : scope + body.name(),
              renamed(body.inputs(), names, scope),
              renamed(body.outputs(), names, scope),
              attributes(body, node)),
          depth + 1);
    }
  }

  private static Consumer<String> bind(Map<String, String> names, String inner) {
    return outer -> names.put(inner, outer);
  }

  private static List<String> renamed(List<String> inner, Map<String, String> names, String scope) {
    return inner.stream().map(v -> names.computeIfAbsent(v, x -> scope + x)).toList();
  }

  /* An attribute that refers to one of the call's is that one, or none if the call has none. */
  private static Map<String, AttributeProto> attributes(Node body, Node call) {
    Map<String, AttributeProto> attributes = new TreeMap<>();
    for (AttributeProto attribute : body.attributes().values()) {
      if (attribute.getRefAttrName().isEmpty()) {
        attributes.put(attribute.getName(), attribute);
      } else {
        call.attribute(attribute.getRefAttrName())
            .ifPresent(
                a ->
                    attributes.put(
                        attribute.getName(), a.toBuilder().setName(attribute.getName()).build()));
      }
    }
    return attributes;
  }
}
