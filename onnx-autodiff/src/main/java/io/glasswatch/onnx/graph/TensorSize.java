package io.glasswatch.onnx.graph;

import ai.onnx.proto.OnnxMl.TensorProto;

/** Refuses constants whose dimensions and elements do not agree. */
final class TensorSize {

  private TensorSize() {}

  static TensorProto check(TensorProto tensor) {
    ElementType type = ElementType.of(tensor.getDataType());
    long count = 1;
    for (long dim : tensor.getDimsList()) {
      if (dim < 0 || (dim > 0 && count > Long.MAX_VALUE / 16 / dim)) {
        throw new InvalidModelException(
            "tensor \"%s\" has impossible dimensions %s"
                .formatted(tensor.getName(), tensor.getDimsList()));
      }
      count *= dim;
    }
    if (type.bytes() == 0) {
      return tensor;
    }
    long held =
        ExternalData.isKept(tensor) ? ExternalData.size(tensor) / type.bytes() : held(tensor, type);
    if (held != count) {
      throw new InvalidModelException(
          "tensor \"%s\" should hold %d elements of %s, but holds %d"
              .formatted(tensor.getName(), count, type.text(), held));
    }
    return tensor;
  }

  private static long held(TensorProto tensor, ElementType type) {
    if (tensor.hasRawData()) {
      int bytes = tensor.getRawData().size();
      return bytes % type.bytes() == 0 ? bytes / type.bytes() : -1;
    }
    return switch (type) {
      case FLOAT -> tensor.getFloatDataCount();
      case COMPLEX64 -> tensor.getFloatDataCount() / 2;
      case DOUBLE -> tensor.getDoubleDataCount();
      case COMPLEX128 -> tensor.getDoubleDataCount() / 2;
      case INT64 -> tensor.getInt64DataCount();
      case UINT32, UINT64 -> tensor.getUint64DataCount();
      default -> tensor.getInt32DataCount();
    };
  }
}
