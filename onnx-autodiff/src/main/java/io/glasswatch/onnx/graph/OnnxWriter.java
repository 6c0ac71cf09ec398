package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;

/** Writes {@link Model}s as ONNX files; the same model gives the same bytes. */
public final class OnnxWriter {

  /** What fits beside the nodes in a protobuf file, which ends at 2 GB. */
  private static final long INLINE_LIMIT = 1_900_000_000L;

  private static final int EXTERNAL_FROM_BYTES = 1024;

  private OnnxWriter() {}

  /**
   * Returns {@code model} as the bytes of a file.
   *
   * @throws InvalidModelException if its weights do not fit into one
   */
  public static byte[] toBytes(Model model) {
    if (weightBytes(model) > INLINE_LIMIT) {
      throw new InvalidModelException(
          "the weights have %d bytes and do not fit into one ONNX file; write the model to a path instead"
              .formatted(weightBytes(model)));
    }
    return proto(model, OnnxWriter::named).toByteArray();
  }

  /** Writes {@code model} to {@code file}, and weights that do not fit into {@code file.data}. */
  public static void write(Model model, Path file) throws IOException {
    if (weightBytes(model) <= INLINE_LIMIT) {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
        proto(model, OnnxWriter::named).writeTo(out);
      }
      return;
    }
    String dataName = file.getFileName() + ".data";
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
        DataFile data =
            new DataFile(Files.newOutputStream(file.resolveSibling(dataName)), dataName)) {
      ModelProto proto = proto(model, data::move);
      data.failOnProblem();
      proto.writeTo(out);
    }
  }

  private static long weightBytes(Model model) {
    return model.graph().initializers().values().stream()
        .mapToLong(t -> t.proto().getSerializedSize())
        .sum();
  }

  private static TensorProto named(String name, Tensor tensor) {
    return tensor.proto().getName().equals(name)
        ? tensor.proto()
        : tensor.proto().toBuilder().setName(name).build();
  }

  private static ModelProto proto(Model model, BiFunction<String, Tensor, TensorProto> tensors) {
    ModelProto.Builder builder = model.header().toBuilder();
    model
        .opsets()
        .forEach(
            (domain, version) ->
                builder.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    Graph graph = model.graph();
    GraphProto.Builder out = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(v -> out.addInput(value(v)));
    graph.outputs().forEach(v -> out.addOutput(value(v)));
    graph.hints().forEach(v -> out.addValueInfo(value(v)));
    for (Map.Entry<String, Tensor> entry : graph.initializers().entrySet()) {
      out.addInitializer(tensors.apply(entry.getKey(), entry.getValue()));
    }
    graph.nodes().forEach(n -> out.addNode(node(n)));
    return builder.setGraph(out).build();
  }

  private static NodeProto node(Node node) {
    return NodeProto.newBuilder()
        .setOpType(node.op())
        .setDomain(node.domain())
        .setName(node.name())
        .addAllInput(node.inputs())
        .addAllOutput(node.outputs())
        .addAllAttribute(node.attributes().values())
        .build();
  }

  private static ValueInfoProto value(Value value) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(value.type().element().number());
    value.type().shape().ifPresent(s -> tensor.setShape(shape(s)));
    return ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder builder = TensorShapeProto.newBuilder();
    for (Dim dim : shape.dims()) {
      TensorShapeProto.Dimension.Builder out = builder.addDimBuilder();
      if (dim.isKnown()) {
        out.setDimValue(dim.scale());
      } else if (!dim.toString().isEmpty()) {
        out.setDimParam(dim.toString());
      }
    }
    return builder.build();
  }

  /** The second file of a large model. */
  private static final class DataFile implements AutoCloseable {
    private final OutputStream out;
    private final String name;
    private long position;
    private IOException problem;

    DataFile(OutputStream out, String name) {
      this.out = new BufferedOutputStream(out, 1 << 20);
      this.name = name;
    }

    TensorProto move(String tensorName, Tensor tensor) {
      TensorProto proto = named(tensorName, tensor);
      if (proto.getRawData().size() < EXTERNAL_FROM_BYTES) {
        return proto;
      }
      try {
        proto.getRawData().writeTo(out);
      } catch (IOException e) {
        problem = e;
      }
      TensorProto moved =
          proto.toBuilder()
              .clearRawData()
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(entry("location", name))
              .addExternalData(entry("offset", Long.toString(position)))
              .addExternalData(entry("length", Long.toString(proto.getRawData().size())))
              .build();
      position += proto.getRawData().size();
      return moved;
    }

    void failOnProblem() throws IOException {
      if (problem != null) {
        throw problem;
      }
    }

    private static StringStringEntryProto entry(String key, String value) {
      return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
