package io.glasswatch.onnx.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.glasswatch.onnx.Run;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.OnnxReader;
import io.glasswatch.onnx.graph.OnnxWriter;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.Tensor;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model computes the same before and after it is rewritten; ONNX Runtime runs both. */
class RewritesTest {
  private static final Map<String, AttributeProto> NONE = Attributes.NONE;

  private static Node node(
      String op, Map<String, AttributeProto> attributes, String output, String... inputs) {
    int colons = op.indexOf("::");
    return new Node(
        colons < 0 ? op : op.substring(colons + 2),
        colons < 0 ? "" : op.substring(0, colons),
        output,
        List.of(inputs),
        List.of(output),
        attributes);
  }

  private static Model model(
      Map<String, Long> opsets, Map<String, Tensor> weights, List<long[]> inputs, Node... nodes) {
    List<Value> values = new ArrayList<>();
    for (long[] dims : inputs) {
      Shape shape = Shape.of(dims(dims));
      values.add(new Value("x" + values.size(), TensorType.of(ElementType.FLOAT, shape)));
    }
    Value y = new Value("y", TensorType.of(ElementType.FLOAT));
    Graph graph = new Graph("g", values, List.of(y), List.of(nodes), weights, List.of());
    return new Model(opsets, graph, ModelProto.newBuilder().setIrVersion(8).build());
  }

  private static Dim[] dims(long[] sizes) {
    Dim[] dims = new Dim[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      dims[i] = Dim.known(sizes[i]);
    }
    return dims;
  }

  private static void assertSame(Model before, Model after, List<long[]> inputs) {
    Random random = new Random(3);
    Map<String, Run.Array> fed = new HashMap<>();
    for (long[] dims : inputs) {
      int count = 1;
      for (long dim : dims) {
        count *= (int) dim;
      }
      fed.put("x" + fed.size(), Run.Array.of(random.doubles(count, -1, 1).toArray(), dims));
    }
    try (Run one = new Run(OnnxWriter.toBytes(before));
        Run two = new Run(OnnxWriter.toBytes(after))) {
      assertThat(two.run(fed).get("y").error(one.run(fed).get("y"))).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 9, 10, 12})
  void olderOperatorSetsBecome17(long opset) {
    List<Node> nodes =
        new ArrayList<>(
            List.of(
                node("Unsqueeze", Attributes.of("axes", new long[] {0}), "a", "x0"),
                node("ReduceSum", Attributes.of("axes", new long[] {2}), "b", "a"),
                node("Squeeze", Attributes.of("axes", new long[] {0}), "c", "b"),
                node("Softmax", Attributes.of("axis", 1), "d", "c"),
                node("Add", NONE, "e", "c", "d")));
    String last = "e";
    if (opset < 11) {
      nodes.add(node("Clip", Attributes.of("min", -0.5, "max", 0.5), "f", last));
      nodes.add(node("Pad", Attributes.of("pads", new long[] {0, 0, 1, 0, 0, 0, 0, 1}), "g", "f"));
      last = "g";
    }
    if (opset < 10) {
      nodes.add(
          node(
              "Slice",
              Attributes.of(
                  "axes", new long[] {1}, "starts", new long[] {0}, "ends", new long[] {2}),
              "h",
              last));
      last = "h";
    }
    nodes.add(node("Identity", NONE, "y", last));
    List<long[]> inputs = List.of(new long[] {2, 5, 3, 4});
    Model old = model(Map.of("", opset), Map.of(), inputs, nodes.toArray(new Node[0]));
    Model now = UpgradeOpset.apply(old);
    assertThat(now.opset()).isEqualTo(17);
    assertSame(old, now, inputs);
  }

  @Test
  void functionsBecomeTheirBodies() {
    AttributeProto reference =
        AttributeProto.newBuilder()
            .setName("alpha")
            .setRefAttrName("slope")
            .setType(AttributeProto.AttributeType.FLOAT)
            .build();
    OperatorSetIdProto standard = OperatorSetIdProto.newBuilder().setVersion(17).build();
    FunctionProto leaky =
        FunctionProto.newBuilder()
            .setName("Leaky")
            .setDomain("own")
            .addInput("a")
            .addOutput("b")
            .addAttribute("slope")
            .addOpsetImport(standard)
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("LeakyRelu")
                    .addInput("a")
                    .addOutput("t")
                    .addAttribute(reference))
            .addNode(NodeProto.newBuilder().setOpType("Neg").addInput("t").addOutput("b"))
            .build();
    FunctionProto twice =
        FunctionProto.newBuilder()
            .setName("Twice")
            .setDomain("own")
            .addInput("a")
            .addOutput("b")
            .addOpsetImport(standard)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1))
            .addNode(leakyCall("a", "t", 0.3f))
            .addNode(leakyCall("t", "b", 0.2f))
            .build();
    List<long[]> inputs = List.of(new long[] {2, 3});
    Model plain =
        model(
            Map.of("", 17L, "own", 1L),
            Map.of(),
            inputs,
            node("own::Twice", NONE, "t", "x0"),
            node("own::Leaky", Attributes.of("slope", 0.5), "y", "t"));
    ModelProto header = plain.header().toBuilder().addFunctions(leaky).addFunctions(twice).build();
    Model calling =
        OnnxReader.read(OnnxWriter.toBytes(new Model(plain.opsets(), plain.graph(), header)));
    Model inlined = InlineFunctions.apply(calling);
    assertThat(inlined.graph().nodes().stream().map(Node::op))
        .containsExactly("LeakyRelu", "Neg", "LeakyRelu", "Neg", "LeakyRelu", "Neg");
    assertSame(calling, inlined, inputs);
  }

  private static NodeProto leakyCall(String from, String to, float slope) {
    return NodeProto.newBuilder()
        .setOpType("Leaky")
        .setDomain("own")
        .addInput(from)
        .addOutput(to)
        .addAllAttribute(Attributes.of("slope", slope).values())
        .build();
  }

  private static final List<long[]> THREE =
      List.of(new long[] {2, 3, 8}, new long[] {2, 5, 8}, new long[] {2, 5, 8});

  private static final Map<String, Long> MICROSOFT = Map.of("", 17L, "com.microsoft", 1L);

  @Test
  void multiHeadAttentionIsWrittenOut() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("mask", ints(List.of(2L, 5L), 1, 1, 1, 1, 1, 1, 1, 1, 0, 0));
    weights.put("bias", Tensor.filled(ElementType.FLOAT, List.of(24L), 0.25));
    Model fused =
        model(
            MICROSOFT,
            weights,
            THREE,
            node(
                "com.microsoft::MultiHeadAttention",
                Attributes.of("num_heads", 2),
                "y",
                "x0",
                "x1",
                "x2",
                "bias",
                "mask"));
    Model written = ExpandFused.apply(fused);
    assertThat(written.graph().nodes()).noneMatch(n -> n.op().equals("MultiHeadAttention"));
    assertSame(fused, written, THREE);
  }

  @Test
  void multiHeadAttentionWithHeadsFirstIsWrittenOut() {
    List<long[]> inputs =
        List.of(new long[] {2, 3, 8}, new long[] {2, 2, 5, 4}, new long[] {2, 2, 5, 4});
    Model fused =
        model(
            MICROSOFT,
            Map.of(),
            inputs,
            node(
                "com.microsoft::MultiHeadAttention",
                Attributes.of("num_heads", 2),
                "y",
                "x0",
                "x1",
                "x2"));
    assertSame(fused, ExpandFused.apply(fused), inputs);
  }

  @Test
  void packedAttentionIsWrittenOutCausalAndMasked() {
    List<long[]> inputs = List.of(new long[] {2, 4, 8});
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Random random = new Random(1);
    float[] numbers = new float[8 * 24];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian() / 2;
    }
    weights.put("w", Tensor.floats(List.of(8L, 24L), numbers));
    weights.put("b", Tensor.filled(ElementType.FLOAT, List.of(24L), 0.1));
    weights.put("mask", ints(List.of(2L, 4L), 1, 1, 1, 1, 1, 1, 1, 0));
    for (int causal = 0; causal < 2; causal++) {
      Model fused =
          model(
              MICROSOFT,
              weights,
              inputs,
              node(
                  "com.microsoft::Attention",
                  Attributes.of("num_heads", 2, "unidirectional", causal),
                  "y",
                  "x0",
                  "w",
                  "b",
                  "mask"));
      assertSame(fused, ExpandFused.apply(fused), inputs);
    }
  }

  private static Tensor ints(List<Long> dims, int... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(ElementType.INT32.number()).addAllDims(dims);
    for (int value : values) {
      tensor.addInt32Data(value);
    }
    return new Tensor(tensor.build());
  }
}
