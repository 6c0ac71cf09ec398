package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

  /**
   * Writes {@code model} to {@code file}, and weights that do not fit into {@code file.data}. What
   * was there before is replaced at the end, so a model may take the place of the one it was read
   * from.
   */
  public static void write(Model model, Path file) throws IOException {
    Path part = part(file);
    try {
      if (weightBytes(model) <= INLINE_LIMIT) {
        write(proto(model, OnnxWriter::named), part);
      } else {
        writeWithData(model, part, file.resolveSibling(file.getFileName() + ".data"));
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void writeWithData(Model model, Path part, Path data) throws IOException {
    Path dataPart = part(data);
    try {
      try (DataFile moving = new DataFile(dataPart, data.getFileName().toString())) {
        ModelProto proto = proto(model, moving::move);
        moving.failOnProblem();
        write(proto, part);
      }
      Files.move(dataPart, data, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(dataPart);
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  private static void write(ModelProto proto, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      proto.writeTo(out);
    }
  }

  private static long weightBytes(Model model) {
    return model.graph().initializers().values().stream()
        .mapToLong(t -> ExternalData.size(t.proto()))
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
    Set<String> names = new HashSet<>();
    graph.nodes().forEach(n -> out.addNode(node(n, names.add(n.name()))));
    return builder.setGraph(out).build();
  }

  /* A node may go without a name, but not by the name of another. */
  private static NodeProto node(Node node, boolean isFirstOfItsName) {
    return NodeProto.newBuilder()
        .setOpType(node.op())
        .setDomain(node.domain())
        .setName(isFirstOfItsName ? node.name() : "")
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
    private final FileChannel out;
    private final String name;
    private IOException problem;

    DataFile(Path file, String name) throws IOException {
      this.out =
          FileChannel.open(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING);
      this.name = name;
    }

    TensorProto move(String tensorName, Tensor tensor) {
      TensorProto proto = named(tensorName, tensor);
      boolean small = proto.getRawData().size() < EXTERNAL_FROM_BYTES;
      if (small && !ExternalData.isKept(proto)) {
        return proto;
      }
      try {
        long position = out.position();
        ExternalData.copy(proto, out);
        return ExternalData.kept(proto, name, position, out.position() - position);
      } catch (IOException e) {
        problem = e;
        return proto;
      }
    }

    void failOnProblem() throws IOException {
      if (problem != null) {
        throw problem;
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
