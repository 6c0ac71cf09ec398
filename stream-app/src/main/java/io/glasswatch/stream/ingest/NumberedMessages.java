package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages that are spread over numbered attributes, as OpenInference and OpenLLMetry have it. */
final class NumberedMessages {

  private NumberedMessages() {}

  /**
   * Returns the messages of the attributes {@code list + i + item + field}, for i = 0, 1, ... until
   * one has neither a role nor words.
   */
  static List<Message> of(Map<String, JsonNode> attributes, String list, String item, String role) {
    List<Message> messages = new ArrayList<>();
    while (true) {
      String prefix = list + messages.size() + "." + item;
      String words = words(attributes, prefix);
      String speaker = text(attributes, prefix + "role");
      if (words.isEmpty() && speaker.isEmpty()) {
        return messages;
      }
      messages.add(new Message(speaker.isBlank() ? role : speaker, words));
    }
  }

  /** A message's words: its content, the parts of its content, and the tools that it calls. */
  private static String words(Map<String, JsonNode> attributes, String prefix) {
    List<String> words = new ArrayList<>();
    words.add(Chat.content(at(attributes, prefix + "content")));
    words.addAll(each(attributes, prefix + "contents.", "message_content.text"));
    List<String> tools =
        each(attributes, prefix + "tool_calls.", "tool_call.function.name", "name");
    List<String> arguments =
        each(attributes, prefix + "tool_calls.", "tool_call.function.arguments", "arguments");
    for (int i = 0; i < tools.size(); i++) {
      words.add(i < arguments.size() ? tools.get(i) + " " + arguments.get(i) : tools.get(i));
    }
    words.removeIf(String::isEmpty);
    return String.join("\n", words);
  }

  private static List<String> each(
      Map<String, JsonNode> attributes, String list, String... fields) {
    List<String> found = new ArrayList<>();
    while (true) {
      String prefix = list + found.size() + ".";
      String text = "";
      for (String field : fields) {
        text = text.isEmpty() ? text(attributes, prefix + field) : text;
      }
      if (text.isEmpty()) {
        return found;
      }
      found.add(text);
    }
  }

  private static String text(Map<String, JsonNode> attributes, String name) {
    return Lenient.text(at(attributes, name)).orElse("");
  }

  private static JsonNode at(Map<String, JsonNode> attributes, String name) {
    return attributes.getOrDefault(name, MissingNode.getInstance());
  }
}
