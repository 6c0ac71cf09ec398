package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the bodies that model APIs exchange: chat completions, completions and responses as OpenAI
 * defined them and others follow, and Anthropic's messages; {@link StreamedAnswer} reads those that
 * come in pieces.
 */
final class ApiExchange {

  private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");

  private ApiExchange() {}

  /** Returns whether {@code node} is the answer of such an API. */
  static boolean isAnswer(JsonNode node) {
    return StreamedAnswer.is(node) || isWhole(node);
  }

  private static boolean isWhole(JsonNode body) {
    return body.path("choices").isArray()
        || body.path("object").asText().equals("response")
        || (body.path("type").asText().equals("message") && body.path("content").isArray());
  }

  /** Returns whether {@code node} is what such an API is asked. */
  static boolean isQuestion(JsonNode node) {
    return node.isObject() && (node.has("messages") || node.has("prompt") || node.has("input"));
  }

  /** Returns the messages of a body, or of a text or list that {@code role} said. */
  static List<Message> messages(JsonNode node, String role) {
    if (isWhole(node)) {
      return said(node);
    }
    return isQuestion(node) ? read(node) : Chat.messages(node, role);
  }

  static void asked(JsonNode body, Draft draft) {
    draft.asked(read(body)).user(Chat.text(body, "user")).model(Chat.text(body, "model"));
  }

  private static List<Message> read(JsonNode body) {
    List<Message> messages = new ArrayList<>();
    messages.addAll(Chat.messages(Chat.first(body, "system", "instructions"), Message.SYSTEM));
    messages.addAll(Chat.messages(Chat.first(body, "messages", "input", "prompt"), Message.USER));
    return messages;
  }

  static void answered(JsonNode body, Draft draft) {
    if (StreamedAnswer.is(body)) {
      StreamedAnswer.read(body, draft);
      return;
    }
    about(body, draft);
    draft.answered(said(body)).logprobs(logprobs(body));
  }

  /** All but the words and their log-probabilities, of an answer or of one piece of it. */
  static void about(JsonNode body, Draft draft) {
    JsonNode usage = body.path("usage");
    draft
        .id(Chat.text(body, "id"))
        .model(Chat.text(body, "model"))
        .inputTokens(Lenient.count(Chat.first(usage, "prompt_tokens", "input_tokens")))
        .outputTokens(Lenient.count(Chat.first(usage, "completion_tokens", "output_tokens")))
        .finishReason(Chat.text(body, "stop_reason"))
        .finishReason(Chat.text(body.path("incomplete_details"), "reason"))
        .error(Chat.text(body.path("error"), "type", "code"));
    if (body.path("object").asText().equals("response")) {
      draft.finishReason(Chat.text(body, "status").filter(ENDED::contains));
    }
    for (JsonNode choice : body.path("choices")) {
      draft.finishReason(Chat.text(choice, "finish_reason"));
    }
  }

  private static List<Message> said(JsonNode body) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode choice : body.path("choices")) {
      messages.addAll(Chat.messages(Chat.first(choice, "message", "text"), Message.ASSISTANT));
    }
    return body.has("choices")
        ? messages
        : Chat.messages(Chat.first(body, "output", "content", "message"), Message.ASSISTANT);
  }

  static List<Double> logprobs(JsonNode body) {
    List<Double> values = new ArrayList<>();
    for (JsonNode choice : body.path("choices")) {
      choice.at("/logprobs/content").forEach(token -> add(token.path("logprob"), values));
      choice.at("/logprobs/token_logprobs").forEach(value -> add(value, values));
    }
    return values;
  }

  private static void add(JsonNode node, List<Double> values) {
    if (node.isNumber() && node.doubleValue() <= 0 && Double.isFinite(node.doubleValue())) {
      values.add(node.doubleValue());
    }
  }
}
