package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of messages, in the shapes that logs give them. */
final class Messages {

  private Messages() {}

  /**
   * Returns the messages of one field: a list, or a single text that {@code role} said. An absent
   * field and an empty text have none.
   */
  static List<Message> of(Fields fields, String field, String role) {
    JsonNode node = fields.node(field);
    if (node.isMissingNode()) {
      return List.of();
    }
    if (node.isTextual()) {
      String text = Fields.clean(node.textValue());
      return text.isEmpty() ? List.of() : List.of(new Message(role, text));
    }
    if (!node.isArray()) {
      throw Unreadable.wrong(
          fields.path() + field, "text or a list of messages", Fields.kind(node));
    }
    List<Message> messages = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      messages.add(message(node.get(i), fields.path() + field + "[" + i + "]"));
    }
    return messages;
  }

  /** One message: a role, and its words as {@code text} or {@code content}. */
  private static Message message(JsonNode node, String path) {
    if (!node.isObject()) {
      throw Unreadable.wrong(path, "an object", Fields.kind(node));
    }
    Fields fields = new Fields(node, path + ".");
    String role = fields.name("role");
    String words = fields.has("text") || !fields.has("content") ? "text" : "content";
    String text = fields.text(words).orElseThrow(() -> Unreadable.missing(path + ".text"));
    return new Message(role, text);
  }
}
