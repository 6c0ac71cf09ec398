package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads messages in the shapes of chat APIs and of the GenAI conventions. */
final class Chat {

  private Chat() {}

  /**
   * Returns the messages of {@code node}: a list of messages or texts, one message, or a text that
   * {@code role} said.
   */
  static List<Message> messages(JsonNode node, String role) {
    List<Message> messages = new ArrayList<>();
    if (node.isArray() && !isParts(node)) {
      node.forEach(item -> messages.addAll(messages(item, role)));
      return messages;
    }
    String speaker = Lenient.text(node.path("role")).filter(r -> !r.isBlank()).orElse(role);
    String text = node.isObject() ? said(node) : content(node);
    if (!text.isEmpty()) {
      messages.add(new Message(speaker, text));
    }
    return messages;
  }

  private static boolean isParts(JsonNode list) {
    return !list.isEmpty() && list.get(0).has("type") && !list.get(0).has("role");
  }

  /** The words of a message, and the tools that it calls. */
  private static String said(JsonNode message) {
    List<String> said = new ArrayList<>();
    for (String field : List.of("content", "parts", "text", "refusal", "output", "tool_calls")) {
      String text = content(message.path(field));
      if (!text.isEmpty()) {
        said.add(text);
      }
    }
    return said.isEmpty() ? part(message) : String.join("\n", said);
  }

  /** The words of a content: a text, or a list of parts. */
  static String content(JsonNode node) {
    if (node.isTextual()) {
      return Fields.clean(node.textValue());
    }
    if (node.isArray()) {
      List<String> parts = new ArrayList<>();
      node.forEach(item -> parts.add(content(item)));
      parts.removeIf(String::isEmpty);
      return String.join("\n", parts);
    }
    return node.isObject() ? part(node) : "";
  }

  /** One part: words, a call of a tool, or what a tool answered; pictures have no words. */
  private static String part(JsonNode part) {
    JsonNode call = part.path("function").isObject() ? part.path("function") : part;
    JsonNode arguments = first(call, "arguments", "input");
    if (call.path("name").isTextual() && !arguments.isMissingNode()) {
      return call.path("name").textValue() + " " + plain(arguments);
    }
    for (String field : List.of("text", "content", "response", "result", "output", "refusal")) {
      JsonNode value = part.path(field);
      if (value.isTextual() || value.isArray()) {
        return content(value);
      }
    }
    return "";
  }

  private static String plain(JsonNode node) {
    return Fields.clean(node.isTextual() ? node.textValue() : node.toString());
  }

  /** Returns the first of {@code fields} that is there and not null; else a missing node. */
  static JsonNode first(JsonNode object, String... fields) {
    for (String field : fields) {
      JsonNode value = object.path(field);
      if (!value.isMissingNode() && !value.isNull()) {
        return value;
      }
    }
    return object.path("");
  }

  static Optional<String> text(JsonNode object, String... fields) {
    return Lenient.text(first(object, fields));
  }
}
