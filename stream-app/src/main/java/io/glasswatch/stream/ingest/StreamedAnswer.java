package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer as it was streamed: a list of chunks of chat completions or completions, or of events
 * of the Responses API or of Anthropic's; or the text of the server-sent events that carried them.
 */
final class StreamedAnswer {

  private static final String DATA = "data:";

  private StreamedAnswer() {}

  /** Returns whether {@code node} is an answer in pieces. */
  static boolean is(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue().stripLeading();
      return text.startsWith(DATA) || text.startsWith("event:");
    }
    JsonNode piece = node.isArray() ? node.path(0) : node;
    String type = piece.path("type").asText();
    return node.isArray()
        ? piece.path("choices").isArray()
            || type.startsWith("response.")
            || type.equals("message_start")
        : piece.path("object").asText().equals("chat.completion.chunk");
  }

  /** Puts the pieces together: the words of each choice, and what is told along the way. */
  static void read(JsonNode node, Draft draft) {
    Map<Integer, StringBuilder> words = new LinkedHashMap<>();
    List<JsonNode> pieces = pieces(node);
    for (JsonNode piece : pieces) {
      draft.logprobs(ApiExchange.logprobs(piece));
      for (JsonNode choice : piece.path("choices")) {
        JsonNode text = choice.path("text");
        append(words, choice.path("index"), text.isTextual() ? text : choice.at("/delta/content"));
      }
      append(words, piece.path("output_index"), delta(piece));
    }
    for (int i = pieces.size() - 1; i >= 0; i--) {
      about(pieces.get(i), draft);
    }
    words.values().stream()
        .filter(text -> !text.isEmpty())
        .forEach(text -> draft.answered(List.of(new Message(Message.ASSISTANT, text.toString()))));
  }

  /** What a later piece tells counts before what an earlier one told. */
  private static void about(JsonNode piece, Draft draft) {
    ApiExchange.about(piece, draft);
    ApiExchange.about(piece.path("message"), draft);
    ApiExchange.about(piece.path("response"), draft);
    draft.finishReason(Chat.text(piece.path("delta"), "stop_reason"));
  }

  /** The words of an event, of the Responses API or of Anthropic's. */
  private static JsonNode delta(JsonNode event) {
    return event.path("type").asText().equals("response.output_text.delta")
        ? event.path("delta")
        : event.at("/delta/text");
  }

  private static void append(Map<Integer, StringBuilder> words, JsonNode index, JsonNode text) {
    if (text.isTextual()) {
      words.computeIfAbsent(index.asInt(), i -> new StringBuilder()).append(Chat.content(text));
    }
  }

  private static List<JsonNode> pieces(JsonNode node) {
    List<JsonNode> pieces = new ArrayList<>();
    if (node.isTextual()) {
      node.textValue()
          .lines()
          .filter(line -> line.startsWith(DATA))
          .map(line -> Otlp.parsed(line.substring(DATA.length()).strip()))
          .forEach(pieces::add);
    } else if (node.isArray()) {
      node.forEach(pieces::add);
    } else {
      pieces.add(node);
    }
    return pieces;
  }
}
