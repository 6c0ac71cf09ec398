package io.glasswatch.onnx;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Writes maps, lists, strings, numbers and optionals as JSON, two spaces a level. */
final class Json {

  private Json() {}

  static String write(Object value) {
    return write(value, "") + "\n";
  }

  private static String write(Object value, String indent) {
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? write(optional.get(), indent) : "null";
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner joiner = new StringJoiner(",\n", "{\n", "\n" + indent + "}").setEmptyValue("{}");
      String inner = indent + "  ";
      map.forEach((k, v) -> joiner.add(inner + quote(k.toString()) + ": " + write(v, inner)));
      return joiner.toString();
    }
    if (value instanceof Collection<?> list) {
      StringJoiner joiner = new StringJoiner(", ", "[", "]");
      list.forEach(v -> joiner.add(write(v, indent)));
      return joiner.toString();
    }
    return value instanceof String text ? quote(text) : String.valueOf(value);
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return quoted.append('"').toString();
  }
}
