package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the bodies that model APIs exchange: chat completions, completions and responses as OpenAI
 * defined them and others follow, streamed chunks of them, and Anthropic's messages.
 */
final class ApiExchange {

  private ApiExchange() {}

  /** Returns whether {@code node} is the answer of such an API. */
  static boolean isAnswer(JsonNode node) {
    JsonNode body = node.isArray() ? node.path(0) : node;
    return body.path("choices").isArray()
        || body.path("object").asText().equals("response")
        || (body.path("type").asText().equals("message") && body.path("content").isArray());
  }

  /** Returns whether {@code node} is what such an API is asked. */
  static boolean isQuestion(JsonNode node) {
    return node.isObject() && (node.has("messages") || node.has("prompt") || node.has("input"));
  }

  static void asked(JsonNode body, Draft draft) {
    draft
        .asked(Chat.messages(Chat.first(body, "system", "instructions"), Message.SYSTEM))
        .asked(Chat.messages(Chat.first(body, "messages", "input", "prompt"), Message.USER))
        .user(Chat.text(body, "user"))
        .model(Chat.text(body, "model"));
  }

  static void answered(JsonNode body, Draft draft) {
    if (body.isArray()) {
      collected(body, draft);
      return;
    }
    draft.id(Chat.text(body, "id")).model(Chat.text(body, "model"));
    usage(body.path("usage"), draft);
    draft
        .finishReason(Chat.text(body, "stop_reason"))
        .error(Chat.text(body.path("error"), "type", "code"));
    for (JsonNode choice : body.path("choices")) {
      draft
          .answered(Chat.messages(Chat.first(choice, "message", "text"), Message.ASSISTANT))
          .finishReason(Chat.text(choice, "finish_reason"))
          .logprobs(logprobs(choice.path("logprobs")));
    }
    if (!body.has("choices")) {
      draft.answered(
          Chat.messages(Chat.first(body, "output", "content", "message"), Message.ASSISTANT));
    }
  }

  /** Streamed chunks: the words of each choice put together. */
  private static void collected(JsonNode chunks, Draft draft) {
    Map<Integer, StringBuilder> words = new LinkedHashMap<>();
    for (JsonNode chunk : chunks) {
      draft.id(Chat.text(chunk, "id")).model(Chat.text(chunk, "model"));
      usage(chunk.path("usage"), draft);
      for (JsonNode choice : chunk.path("choices")) {
        String piece =
            choice.path("text").isTextual()
                ? Chat.content(choice.path("text"))
                : Chat.content(choice.path("delta").path("content"));
        words.computeIfAbsent(choice.path("index").asInt(), i -> new StringBuilder()).append(piece);
        draft.finishReason(Chat.text(choice, "finish_reason"));
        draft.logprobs(logprobs(choice.path("logprobs")));
      }
    }
    words.values().stream()
        .filter(text -> !text.isEmpty())
        .forEach(text -> draft.answered(List.of(new Message(Message.ASSISTANT, text.toString()))));
  }

  private static void usage(JsonNode usage, Draft draft) {
    draft
        .inputTokens(Lenient.count(Chat.first(usage, "prompt_tokens", "input_tokens")))
        .outputTokens(Lenient.count(Chat.first(usage, "completion_tokens", "output_tokens")));
  }

  private static List<Double> logprobs(JsonNode logprobs) {
    List<Double> values = new ArrayList<>();
    for (JsonNode token : logprobs.path("content")) {
      add(token.path("logprob"), values);
    }
    for (JsonNode value : logprobs.path("token_logprobs")) {
      add(value, values);
    }
    return values;
  }

  private static void add(JsonNode node, List<Double> values) {
    if (node.isNumber() && node.doubleValue() <= 0 && Double.isFinite(node.doubleValue())) {
      values.add(node.doubleValue());
    }
  }
}
