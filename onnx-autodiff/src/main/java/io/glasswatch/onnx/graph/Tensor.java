package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A constant: its type, dimensions and elements, kept as the protobuf message that holds them. */
public record Tensor(TensorProto proto) {

  public static Tensor longs(List<Long> dims, long... values) {
    ByteBuffer bytes = littleEndian(values.length * 8);
    for (long value : values) {
      bytes.putLong(value);
    }
    return raw(ElementType.INT64, dims, bytes);
  }

  /** Returns a vector of integers, as axes and shapes are passed. */
  public static Tensor vector(long... values) {
    return longs(List.of((long) values.length), values);
  }

  public static Tensor floats(List<Long> dims, float... values) {
    ByteBuffer bytes = littleEndian(values.length * 4);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return raw(ElementType.FLOAT, dims, bytes);
  }

  /** Returns {@code value} as a scalar of a floating or integer type. */
  public static Tensor scalar(ElementType type, double value) {
    return filled(type, List.of(), value);
  }

  /** Returns a tensor whose elements are all {@code value}. */
  public static Tensor filled(ElementType type, List<Long> dims, double value) {
    int count = (int) dims.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    ByteBuffer bytes = littleEndian(count * type.bytes());
    for (int i = 0; i < count; i++) {
      put(bytes, type, value);
    }
    return raw(type, dims, bytes);
  }

  private static void put(ByteBuffer bytes, ElementType type, double value) {
    switch (type) {
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
      case FLOAT16 -> bytes.putShort(HalfFloats.toFloat16((float) value));
      case BFLOAT16 -> bytes.putShort(HalfFloats.toBfloat16((float) value));
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
      default ->
          throw new InvalidModelException(
              "a number is needed of type %s, which holds none".formatted(type.text()));
    }
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Tensor raw(ElementType type, List<Long> dims, ByteBuffer bytes) {
    return new Tensor(
        TensorProto.newBuilder()
            .setDataType(type.number())
            .addAllDims(dims)
            .setRawData(ByteString.copyFrom(bytes.flip()))
            .build());
  }

  public ElementType type() {
    return ElementType.of(proto.getDataType());
  }

  public List<Long> dims() {
    return proto.getDimsList();
  }

  public Shape shape() {
    return new Shape(dims().stream().map(Dim::known).toList());
  }

  public TensorType tensorType() {
    return TensorType.of(type(), shape());
  }

  public long count() {
    return dims().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** Returns the elements of an integer or boolean tensor. */
  public long[] longs() {
    if (proto.getInt64DataCount() > 0) {
      return proto.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
    }
    if (proto.getInt32DataCount() > 0) {
      return proto.getInt32DataList().stream().mapToLong(Integer::longValue).toArray();
    }
    ByteBuffer bytes = bytes();
    long[] values = new long[Math.toIntExact(bytes.remaining() / width())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type()) {
            case INT64, UINT64 -> bytes.getLong();
            case INT32, UINT32 -> bytes.getInt();
            case INT16, UINT16 -> bytes.getShort();
            default -> bytes.get();
          };
    }
    return values;
  }

  /** Returns the elements of a floating tensor, in double precision. */
  public double[] doubles() {
    if (proto.getFloatDataCount() > 0) {
      return proto.getFloatDataList().stream().mapToDouble(Float::doubleValue).toArray();
    }
    if (proto.getDoubleDataCount() > 0) {
      return proto.getDoubleDataList().stream().mapToDouble(Double::doubleValue).toArray();
    }
    if (proto.getInt32DataCount() > 0 && type().isHalf()) {
      return proto.getInt32DataList().stream().mapToDouble(b -> half(b.shortValue())).toArray();
    }
    ByteBuffer bytes = bytes();
    double[] values = new double[Math.toIntExact(bytes.remaining() / width())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type()) {
            case FLOAT -> bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
            case FLOAT16, BFLOAT16 -> half(bytes.getShort());
            default -> throw new InvalidModelException("not a floating tensor: " + type().text());
          };
    }
    return values;
  }

  private double half(short bits) {
    return type() == ElementType.FLOAT16
        ? HalfFloats.fromFloat16(bits)
        : HalfFloats.fromBfloat16(bits);
  }

  private int width() {
    return Math.max(type().bytes(), 1);
  }

  private ByteBuffer bytes() {
    return proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return "Tensor[" + tensorType() + "]";
  }
}
