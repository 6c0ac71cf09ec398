package io.glasswatch.onnx.graph;

import java.util.Arrays;
import java.util.Locale;

/** The type of a tensor's elements, numbered as ONNX numbers it. */
public enum ElementType {
  UNDEFINED(0, 0),
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  STRING(8, 0),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8),
  UINT32(12, 4),
  UINT64(13, 8),
  COMPLEX64(14, 8),
  COMPLEX128(15, 16),
  BFLOAT16(16, 2),
  FLOAT8E4M3FN(17, 1),
  FLOAT8E4M3FNUZ(18, 1),
  FLOAT8E5M2(19, 1),
  FLOAT8E5M2FNUZ(20, 1),
  UINT4(21, 0),
  INT4(22, 0),
  FLOAT4E2M1(23, 0);

  private final int number;
  private final int bytes;

  ElementType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  /** Returns the type that ONNX gives {@code number}, or UNDEFINED for one it did not have. */
  public static ElementType of(int number) {
    return Arrays.stream(values()).filter(t -> t.number == number).findFirst().orElse(UNDEFINED);
  }

  public int number() {
    return number;
  }

  /** Returns the bytes of one element, 0 where elements have no whole number of bytes. */
  public int bytes() {
    return bytes;
  }

  /** Says whether a gradient can flow through values of this type. */
  public boolean isFloating() {
    return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
  }

  /** Says whether sums in this type lose so much that they are better taken in float. */
  public boolean isHalf() {
    return this == FLOAT16 || this == BFLOAT16;
  }

  public boolean isInteger() {
    return this == INT64 || this == INT32;
  }

  /** Returns the name people write, e.g. {@code float32}. */
  public String text() {
    return switch (this) {
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
