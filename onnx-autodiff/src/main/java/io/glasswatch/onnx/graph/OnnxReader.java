package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads ONNX files into {@link Model}s, and refuses those that are not sound. */
public final class OnnxReader {

  private OnnxReader() {}

  /**
   * Returns the model in {@code bytes}; it keeps them, so they must not change.
   *
   * @throws InvalidModelException if the file is broken or keeps weights in other files
   */
  public static Model read(byte[] bytes) {
    return parse(
        CodedInputStream.newInstance(bytes),
        tensor -> {
          throw new InvalidModelException(
              "tensor \"%s\" is in another file, \"%s\"; read this model from its file, not from bytes"
                  .formatted(tensor.getName(), ExternalData.location(tensor)));
        });
  }

  /** Returns the model in {@code file}, with the weights it keeps in files beside it. */
  public static Model read(Path file) throws IOException {
    ExternalData external = new ExternalData(file.toAbsolutePath().getParent());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new InvalidModelException(
            "%s has %d bytes; a protobuf file holds 2 GB at most, larger models keep their weights in a second file"
                .formatted(file.getFileName(), channel.size()));
      }
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return parse(UnsafeByteOperations.unsafeWrap(bytes).newCodedInput(), external::load);
    }
  }

  private static Model parse(CodedInputStream input, UnaryOperator<TensorProto> external) {
    input.enableAliasing(true);
    input.setSizeLimit(Integer.MAX_VALUE);
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidModelException("not an ONNX file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidModelException("cannot read the ONNX file: " + e.getMessage(), e);
    }
    if (!proto.hasGraph() || proto.getOpsetImportCount() == 0) {
      throw new InvalidModelException(
          "not an ONNX model: it has no " + (proto.hasGraph() ? "operator set" : "graph"));
    }
    Map<String, Long> opsets = new TreeMap<>();
    for (OperatorSetIdProto opset : proto.getOpsetImportList()) {
      String domain = opset.getDomain().equals("ai.onnx") ? "" : opset.getDomain();
      opsets.merge(domain, opset.getVersion(), Math::max);
    }
    Graph graph = graph(proto.getGraph(), external);
    ModelProto header = proto.toBuilder().clearGraph().clearOpsetImport().build();
    return new Model(opsets, Soundness.check(graph), header);
  }

  private static Graph graph(GraphProto proto, UnaryOperator<TensorProto> external) {
    if (proto.getSparseInitializerCount() > 0) {
      throw new InvalidModelException(
          "sparse initializer \"%s\"; convert it to a dense one"
              .formatted(proto.getSparseInitializer(0).getValues().getName()));
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      TensorProto inline = inline(tensor, external);
      if (initializers.put(tensor.getName(), new Tensor(TensorSize.check(inline))) != null) {
        throw new InvalidModelException("two initializers are named \"" + tensor.getName() + "\"");
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (NodeProto node : proto.getNodeList()) {
      nodes.add(node(node, external));
    }
    return new Graph(
        proto.getName(),
        values(proto.getInputList()),
        values(proto.getOutputList()),
        nodes,
        initializers,
        values(proto.getValueInfoList()));
  }

  private static TensorProto inline(TensorProto tensor, UnaryOperator<TensorProto> external) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        ? external.apply(tensor)
        : tensor;
  }

  /** Returns {@code proto} as a node; also used for the nodes of functions. */
  public static Node node(NodeProto proto) {
    return node(proto, UnaryOperator.identity());
  }

  private static Node node(NodeProto proto, UnaryOperator<TensorProto> external) {
    Map<String, AttributeProto> attributes = new TreeMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      attributes.put(
          attribute.getName(),
          attribute.hasT()
              ? attribute.toBuilder()
                  .setT(TensorSize.check(inline(attribute.getT(), external)))
                  .build()
              : attribute);
    }
    return new Node(
        proto.getOpType(),
        proto.getDomain(),
        proto.getName(),
        proto.getInputList(),
        proto.getOutputList(),
        attributes);
  }

  private static List<Value> values(List<ValueInfoProto> protos) {
    return protos.stream().map(p -> new Value(p.getName(), type(p.getType()))).toList();
  }

  private static TensorType type(TypeProto type) {
    if (!type.hasTensorType()) {
      return TensorType.UNKNOWN;
    }
    TypeProto.Tensor tensor = type.getTensorType();
    return TensorType.of(
        ElementType.of(tensor.getElemType()),
        tensor.hasShape() ? Optional.of(shape(tensor.getShape())) : Optional.empty());
  }

  /** An unnamed dimension has the empty name, which inference makes unique. */
  private static Shape shape(TensorShapeProto shape) {
    return new Shape(
        shape.getDimList().stream()
            .map(
                d ->
                    d.hasDimValue() && d.getDimValue() >= 0
                        ? Dim.known(d.getDimValue())
                        : Dim.named(d.getDimParam()))
            .toList());
  }
}
