package io.glasswatch.onnx.graph;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a value before it is computed.
 *
 * @param element the type of its elements
 * @param shape its dimensions, empty if not even the rank is known
 * @param content its elements where it is a small integer tensor that shapes are computed from
 */
public record TensorType(ElementType element, Optional<Shape> shape, Optional<List<Dim>> content) {

  public static final TensorType UNKNOWN = of(ElementType.UNDEFINED);

  public static TensorType of(ElementType element) {
    return new TensorType(element, Optional.empty(), Optional.empty());
  }

  public static TensorType of(ElementType element, Shape shape) {
    return new TensorType(element, Optional.of(shape), Optional.empty());
  }

  public static TensorType of(ElementType element, Optional<Shape> shape) {
    return new TensorType(element, shape, Optional.empty());
  }

  public TensorType holding(List<Dim> elements) {
    return new TensorType(element, shape, Optional.of(List.copyOf(elements)));
  }

  @Override
  public String toString() {
    return element.text() + shape.map(Shape::toString).orElse("[?]");
  }
}
