package io.glasswatch.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.Prepared;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models above the 2 GB of a protobuf file, and of a Java buffer. */
class LargeModelTest {
  private static final int WIDTH = 1024;

  @TempDir Path folder;

  /* A table whose elements are in table.bin, a sparse file: zeros, but for the row of token 3. */
  private Path model(long rows) throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(folder.resolve("table.bin").toFile(), "rw")) {
      data.setLength(rows * WIDTH * 4);
      data.seek(3L * WIDTH * 4);
      data.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
    }
    TensorProto table =
        TensorProto.newBuilder()
            .setName("table")
            .setDataType(ElementType.FLOAT.number())
            .addDims(rows)
            .addDims(WIDTH)
            .build();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("head", Tensor.filled(ElementType.FLOAT, List.of((long) WIDTH, 2L), 0.5));
    weights.put("zero", Tensor.longs(List.of(), 0));
    List<Node> nodes =
        List.of(
            node("Gather", "x", "table", "input_ids"),
            new Node(
                "Gather",
                "",
                "first",
                List.of("x", "zero"),
                List.of("first"),
                Attributes.of("axis", 1)),
            node("MatMul", "logits", "first", "head"));
    TensorType ids =
        TensorType.of(ElementType.INT64, Shape.of(Dim.named("batch"), Dim.named("sequence")));
    Graph graph =
        new Graph(
            "large",
            List.of(new Value("input_ids", ids)),
            List.of(new Value("logits", TensorType.of(ElementType.FLOAT))),
            nodes,
            weights,
            List.of());
    ModelProto header = ModelProto.newBuilder().setIrVersion(8).build();
    Path file = folder.resolve("large.onnx");
    ModelProto.Builder proto =
        ModelProto.parseFrom(OnnxWriter.toBytes(new Model(Map.of("", 17L), graph, header)))
            .toBuilder();
    proto
        .getGraphBuilder()
        .addInitializer(ExternalData.kept(table, "table.bin", 0, rows * WIDTH * 4));
    Files.write(file, proto.build().toByteArray());
    return file;
  }

  private static Node node(String op, String output, String... inputs) {
    return new Node(op, "", output, List.of(inputs), List.of(output), Attributes.NONE);
  }

  @Test
  void aModelMayTakeThePlaceOfTheOneItWasReadFrom() throws IOException, OrtException {
    Path file = model(10);
    prepared(file).writeTo(file);
    assertThat(Files.size(file)).isGreaterThan(10 * WIDTH * 4);
    assertSlopeOfTheHead(file);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).doesNotHaveDuplicates().hasSize(2);
    }
  }

  @Test
  @Tag("full")
  void aTableAbove2GbIsCopiedToTheDataFile() throws IOException, OrtException {
    long rows = 550_000;
    Path out = folder.resolve("out.onnx");
    prepared(model(rows)).writeTo(out);
    assertThat(Files.size(folder.resolve("out.onnx.data"))).isGreaterThan(Integer.MAX_VALUE);
    Files.delete(folder.resolve("table.bin"));
    assertSlopeOfTheHead(out);
  }

  private static Prepared prepared(Path file) throws IOException {
    return OnnxAutodiff.prepare(file, TransformRequest.of(Target.CLASS));
  }

  private static void assertSlopeOfTheHead(Path file) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor ids = OnnxTensor.createTensor(environment, new long[][] {{3, 1}});
        OnnxTensor target = OnnxTensor.createTensor(environment, new long[] {1});
        OrtSession.Result out = session.run(Map.of("input_ids", ids, "target_class", target))) {
      FloatBuffer logit = ((OnnxTensor) out.get("target").orElseThrow()).getFloatBuffer();
      assertThat(logit.get(0)).isCloseTo(0.5f, within(1e-6f));
      FloatBuffer slope =
          ((OnnxTensor) out.get("embedding_gradient").orElseThrow()).getFloatBuffer();
      assertThat(slope.get(0)).isCloseTo(0.5f, within(1e-6f));
      assertThat(slope.get(WIDTH)).isZero();
    }
  }
}
