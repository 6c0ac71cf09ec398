package io.glasswatch.onnx.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.glasswatch.onnx.emit.Emitter;
import io.glasswatch.onnx.emit.Expr;
import io.glasswatch.onnx.graph.Attributes;
import io.glasswatch.onnx.graph.Dim;
import io.glasswatch.onnx.graph.ElementType;
import io.glasswatch.onnx.graph.Graph;
import io.glasswatch.onnx.graph.GraphPrinter;
import io.glasswatch.onnx.graph.Model;
import io.glasswatch.onnx.graph.Node;
import io.glasswatch.onnx.graph.Shape;
import io.glasswatch.onnx.graph.TensorType;
import io.glasswatch.onnx.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the walk writes, read as text. */
class EmittedTextTest {

  private static final TensorType CUBE =
      TensorType.of(ElementType.FLOAT, Shape.of(Dim.named("b"), Dim.known(3), Dim.known(4)));

  private static Model model(int inputs, Node... nodes) {
    List<Value> values = new ArrayList<>();
    IntStream.range(0, inputs).forEach(i -> values.add(new Value("x" + i, CUBE)));
    values.add(new Value("dy", CUBE));
    Graph graph =
        new Graph("g", values, List.of(new Value("y", CUBE)), List.of(nodes), Map.of(), List.of());
    return new Model(Map.of("", 17L), graph, ModelProto.newBuilder().setIrVersion(8).build());
  }

  private static String gradient(Model model) {
    Emitter emitter = new Emitter(model);
    int before = emitter.nodes().size();
    Expr dx =
        ReverseMode.gradients(
                emitter, emitter.nodes(), emitter.value("y"), emitter.value("dy"), Set.of("x0"))
            .get("x0");
    List<Node> added = emitter.nodes().subList(before, emitter.nodes().size());
    Graph graph = new Graph("g", List.of(), List.of(), added, emitter.initializers(), List.of());
    assertThat(added.get(added.size() - 1).outputs()).contains(dx.name());
    return String.join("; ", GraphPrinter.print(graph));
  }

  @ParameterizedTest(name = "d{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Neg     | %0 = Neg(dy)
          Exp     | %0 = Mul(dy, y)
          Sqrt    | %0 = Mul(y, [2.0]); %1 = Div(dy, %0)
          Tanh    | %0 = Mul(dy, y); %1 = Mul(%0, y); %2 = Sub(dy, %1)
          Softmax | %0 = Mul(dy, y); %1 = ReduceSum(%0, [2], keepdims=1); %2 = Sub(dy, %1); %3 = Mul(y, %2)
          Relu    | %0 = Greater(x0, [0.0]); %1 = Where(%0, dy, [0.0])
          """)
  void unaryRulesEmitTheTextbookDerivative(String op, String expected) {
    assertThat(gradient(model(1, RuleSample.node(op, List.of("x0"), "y")))).isEqualTo(expected);
  }

  @Test
  void gradientsThatMeetAreAddedUp() {
    assertThat(gradient(model(1, RuleSample.node("Mul", List.of("x0", "x0"), "y"))))
        .isEqualTo("%0 = Mul(dy, x0); %1 = Add(%0, %0)");
  }

  @Test
  void productsOfActivationsAreReadTransposedInPlace() {
    assertThat(
            gradient(
                model(
                    2,
                    RuleSample.node("Transpose", List.of("x1"), "t")
                        .having(Attributes.of("perm", new long[] {0, 2, 1})),
                    RuleSample.node("MatMul", List.of("x0", "t"), "s"),
                    RuleSample.node("MatMul", List.of("s", "x1"), "y"))))
        .isEqualTo(
            "%0 = com.microsoft::FusedMatMul(dy, x1, transB=1); "
                + "%1 = com.microsoft::FusedMatMul(%0, t, transB=1)");
  }

  @Test
  void anOperatorWithoutARuleIsNamedWithItsNodePathAndRemedy() {
    Model model =
        model(
            1,
            RuleSample.node("Det3D", List.of("x0"), "h"),
            RuleSample.node("Exp", List.of("h"), "y"));
    assertThatThrownBy(() -> gradient(model))
        .hasMessage(
            """
            no gradient rule for operator Det3D at node "h".
              It lies on the gradient path h <- y.
              Add its rule to GradientRules, export the model without it, or target an output that does not depend on it.""");
  }
}
