package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Builds the attributes of a node from plain Java values. */
public final class Attributes {

  public static final Map<String, AttributeProto> NONE = Map.of();

  private Attributes() {}

  /**
   * Returns attributes from alternating keys and values: numbers, texts, lists of longs, tensors.
   */
  public static Map<String, AttributeProto> of(Object... keysAndValues) {
    Map<String, AttributeProto> attributes = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      String key = (String) keysAndValues[i];
      attributes.put(key, attribute(key, keysAndValues[i + 1]));
    }
    return attributes;
  }

  private static AttributeProto attribute(String key, Object value) {
    AttributeProto.Builder builder = AttributeProto.newBuilder().setName(key);
    if (value instanceof Long || value instanceof Integer) {
      return builder.setType(AttributeType.INT).setI(((Number) value).longValue()).build();
    }
    if (value instanceof Number number) {
      return builder.setType(AttributeType.FLOAT).setF(number.floatValue()).build();
    }
    if (value instanceof String text) {
      return builder.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text)).build();
    }
    if (value instanceof Tensor tensor) {
      return builder.setType(AttributeType.TENSOR).setT(tensor.proto()).build();
    }
    if (value instanceof long[] longs) {
      Arrays.stream(longs).forEach(builder::addInts);
      return builder.setType(AttributeType.INTS).build();
    }
    for (Object element : (Collection<?>) value) {
      builder.addInts(((Number) element).longValue());
    }
    return builder.setType(AttributeType.INTS).build();
  }

  /** Prints one attribute's value the way golden texts show it. */
  static String print(AttributeProto a) {
    return switch (a.getType()) {
      case INT -> Long.toString(a.getI());
      case FLOAT -> Float.toString(a.getF());
      case STRING -> "\"" + a.getS().toStringUtf8() + "\"";
      case TENSOR -> print(new Tensor(a.getT()));
      case INTS ->
          a.getIntsList().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
      case FLOATS ->
          a.getFloatsList().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",", "[", "]"));
      default -> a.getType().name();
    };
  }

  /** Prints a constant: its elements if there are a few, else its type. */
  static String print(Tensor tensor) {
    if (tensor.count() > 8) {
      return tensor.tensorType().toString();
    }
    return tensor.type().isFloating()
        ? Arrays.toString(tensor.doubles())
        : Arrays.toString(tensor.longs());
  }
}
