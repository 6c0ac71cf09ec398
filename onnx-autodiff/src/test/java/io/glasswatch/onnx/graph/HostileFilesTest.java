package io.glasswatch.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to break a reader. */
class HostileFilesTest {

  @TempDir Path folder;

  private static GraphProto.Builder graph() {
    return GraphProto.newBuilder()
        .setName("g")
        .addInput(value("x"))
        .addOutput(value("y"))
        .addNode(node("Identity", "x", "y"));
  }

  private static ValueInfoProto value(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(1)))
        .build();
  }

  private static NodeProto node(String op, String input, String output) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName("n_" + output)
        .addInput(input)
        .addOutput(output)
        .build();
  }

  private static byte[] model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  @Test
  void soundModelIsRead() {
    assertThat(OnnxReader.read(model(graph())).graph().nodes()).hasSize(1);
  }

  @Test
  void textIsNoModel() {
    assertThatThrownBy(() -> OnnxReader.read("hello, world".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("not an ONNX model: it has no graph");
  }

  @Test
  void halfAFileIsNoModel() {
    byte[] whole = model(graph());
    assertThatThrownBy(() -> OnnxReader.read(Arrays.copyOf(whole, whole.length - 5)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("not an ONNX file: ");
  }

  @Test
  void emptyFileIsNoModel() {
    assertThatThrownBy(() -> OnnxReader.read(new byte[0]))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("not an ONNX model: it has no graph");
  }

  @Test
  void cycleIsRefusedByNode() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addOutput(value("y"))
            .addNode(node("Exp", "z", "y"))
            .addNode(node("Log", "y", "z"));
    assertThatThrownBy(() -> OnnxReader.read(model(graph)))
        .hasMessage("node \"n_y\" is part of a cycle");
  }

  @Test
  void valueMadeTwiceIsRefused() {
    assertThatThrownBy(() -> OnnxReader.read(model(graph().addNode(node("Exp", "x", "y")))))
        .hasMessage("value \"y\" is made twice");
  }

  @Test
  void valueNeverMadeIsRefused() {
    assertThatThrownBy(() -> OnnxReader.read(model(graph().addNode(node("Exp", "nowhere", "z")))))
        .hasMessage("node \"n_z\" reads \"nowhere\", which is never made");
  }

  @Test
  void twoInitializersOfOneNameAreRefused() {
    TensorProto one = TensorProto.newBuilder().setName("w").setDataType(1).addFloatData(1).build();
    assertThatThrownBy(
            () -> OnnxReader.read(model(graph().addInitializer(one).addInitializer(one))))
        .hasMessage("two initializers are named \"w\"");
  }

  @Test
  void hugeDimensionsWithoutDataAreRefusedWithoutMemory() {
    TensorProto huge =
        TensorProto.newBuilder().setName("w").setDataType(1).addDims(1L << 40).addDims(3).build();
    assertThatThrownBy(() -> OnnxReader.read(model(graph().addInitializer(huge))))
        .hasMessage("tensor \"w\" should hold 3298534883328 elements of float32, but holds 0");
    TensorProto overflowing =
        huge.toBuilder().clearDims().addAllDims(List.of(1L << 40, 1L << 40)).build();
    assertThatThrownBy(() -> OnnxReader.read(model(graph().addInitializer(overflowing))))
        .hasMessage("tensor \"w\" has impossible dimensions [1099511627776, 1099511627776]");
    TensorProto negative = huge.toBuilder().clearDims().addDims(-4).build();
    assertThatThrownBy(() -> OnnxReader.read(model(graph().addInitializer(negative))))
        .hasMessage("tensor \"w\" has impossible dimensions [-4]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "/etc/hostname", "a/../../secret", "..\\secret", ""})
  void weightsOutsideTheModelsFolderAreRefused(String location) throws IOException {
    Files.writeString(folder.resolve("secret"), "12345678");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file =
        Files.write(
            inner.resolve("m.onnx"), model(graph().addInitializer(external(location, 0, 4))));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "tensor \"w\" is kept in \"%s\", which is not a file inside the model's folder",
            location);
  }

  @Test
  void linkOutOfTheFolderIsRefused() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "12345678");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("w.bin"), secret);
    Path file =
        Files.write(
            inner.resolve("m.onnx"), model(graph().addInitializer(external("w.bin", 0, 4))));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .hasMessage(
            "tensor \"w\" is kept in \"w.bin\", which is not a file inside the model's folder");
  }

  @Test
  void weightsBehindTheEndOfTheirFileAreRefused() throws IOException {
    Files.writeString(folder.resolve("w.bin"), "1234");
    Path file =
        Files.write(
            folder.resolve("m.onnx"), model(graph().addInitializer(external("w.bin", 2, 4))));
    assertThatThrownBy(() -> OnnxReader.read(file))
        .hasMessage("tensor \"w\" asks for 4 bytes at 2 of \"w.bin\", which has 4 bytes");
  }

  @Test
  void weightsBesideTheModelAreRead() throws IOException {
    Files.write(folder.resolve("w.bin"), new byte[] {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f});
    Path file =
        Files.write(
            folder.resolve("m.onnx"), model(graph().addInitializer(external("w.bin", 4, 4))));
    assertThat(OnnxReader.read(file).graph().initializers().get("w").doubles())
        .containsExactly(1.0);
  }

  private static TensorProto external(String location, long offset, long length) {
    return TensorProto.newBuilder()
        .setName("w")
        .setDataType(1)
        .addDims(1)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(length)))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
