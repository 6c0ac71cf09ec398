package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes an interaction as each gateway and instrumentation would log it, one entry a shape. */
final class Writers {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * One shape of a record.
   *
   * @param write the record of an interaction of {@link RandomInteractions#plain}
   * @param keeps names of the fields that the shape has a place for, besides id, conversation,
   *     model, time, request and response
   */
  record Writer(Function<Interaction, byte[]> write, List<String> keeps) {

    private static Writer of(Function<Interaction, JsonNode> write, String... keeps) {
      return new Writer(i -> bytes(write.apply(i)), List.of(keeps));
    }
  }

  private static final String[] OF_A_SPAN = {
    "segments", "user", "latency", "first token", "tokens", "finish reason", "error", "trace"
  };
  private static final String[] OF_AN_EVENT = {
    "segments", "user", "first token", "tokens", "finish reason", "error", "trace"
  };
  private static final String[] OF_AN_ENVELOPE = {
    "segments", "user", "latency", "tokens", "finish reason", "error", "trace"
  };

  static final Map<String, Writer> ALL = new LinkedHashMap<>();

  static {
    ALL.put(
        "native JSON",
        Writer.of(
            i -> Json.TEXT.valueToTree(i),
            "segments",
            "user",
            "latency",
            "first token",
            "tokens",
            "finish reason",
            "logprobs",
            "error",
            "trace"));
    ALL.put(
        "LiteLLM",
        Writer.of(
            Writers::liteLlm,
            "segments",
            "user",
            "latency",
            "first token",
            "tokens",
            "finish reason",
            "logprobs",
            "error"));
    ALL.put("chat completion", envelope(Writers::chatCompletion, "logprobs"));
    ALL.put("chat completion, streamed", envelope(Writers::chunks, "logprobs"));
    ALL.put("chat completion, server-sent events", envelope(i -> sent(chunks(i)), "logprobs"));
    ALL.put("Responses API", envelope(Writers::response));
    ALL.put("Responses API, streamed", envelope(Writers::responseEvents));
    ALL.put("Anthropic message", envelope(Writers::anthropic));
    ALL.put("Anthropic message, streamed", envelope(Writers::anthropicEvents));
    otlp("OTLP event", "resourceLogs", i -> List.of(event(i)), OF_AN_EVENT);
    otlp("OTLP span", "resourceSpans", i -> List.of(span(i, genAi(i, true))), OF_A_SPAN);
    otlp("OpenInference", "resourceSpans", i -> List.of(span(i, openInference(i))), OF_A_SPAN);
    otlp("OpenLLMetry", "resourceSpans", i -> List.of(span(i, openLlmetry(i))), OF_A_SPAN);
    otlp("OTLP events, one a message", "resourceLogs", Writers::oneAMessage, OF_AN_EVENT);
  }

  private Writers() {}

  private static void otlp(
      String name, String root, Function<Interaction, List<ObjectNode>> items, String[] keeps) {
    ALL.put(name + ", JSON", Writer.of(i -> batch(root, items.apply(i)), keeps));
    ALL.put(
        name + ", protobuf",
        new Writer(i -> OtlpWriter.batch(batch(root, items.apply(i))), List.of(keeps)));
  }

  private static Writer envelope(Function<Interaction, JsonNode> body, String... more) {
    List<String> keeps = new ArrayList<>(List.of(OF_AN_ENVELOPE));
    keeps.addAll(List.of(more));
    return Writer.of(i -> enveloped(i, body.apply(i)), keeps.toArray(String[]::new));
  }

  private static ObjectNode liteLlm(Interaction i) {
    double end = i.time().toEpochMilli() / 1e3;
    double start = end - i.latencySeconds().orElseThrow();
    ObjectNode node = JSON.objectNode();
    node.put("id", i.id()).put("trace_id", i.conversation());
    node.put("call_type", i.segments().get("route"));
    node.put("startTime", start).put("endTime", end);
    node.put("completionStartTime", start + i.timeToFirstTokenSeconds().orElseThrow());
    node.put("response_time", i.latencySeconds().orElseThrow());
    node.put("model", i.model().label());
    i.user().ifPresent(user -> node.put("end_user", user));
    node.putObject("metadata").put("user_api_key_team_id", i.segments().get("tenant"));
    i.inputTokens().ifPresent(n -> node.put("prompt_tokens", n));
    i.outputTokens().ifPresent(n -> node.put("completion_tokens", n));
    i.error().ifPresent(e -> node.putObject("error_information").put("error_class", e));
    node.set("messages", messages(i.request(), "content"));
    node.set("response", chatCompletion(i));
    return node;
  }

  private static ObjectNode enveloped(Interaction i, JsonNode response) {
    ObjectNode node = JSON.objectNode();
    node.put("id", i.id()).put("conversation_id", i.conversation());
    node.put("ts", i.time().toString()).put("latency", i.latencySeconds().orElseThrow());
    node.put("trace_id", i.traceId().orElseThrow());
    ObjectNode metadata = node.putObject("metadata");
    i.segments().forEach(metadata::put);
    i.error().ifPresent(error -> node.putObject("error").put("type", error));
    ObjectNode request = node.putObject("request").put("model", "asked-for");
    i.user().ifPresent(user -> request.put("user", user));
    request.set("messages", messages(i.request(), "content"));
    node.set("response", response);
    return node;
  }

  private static ObjectNode chatCompletion(Interaction i) {
    ObjectNode node = JSON.objectNode().put("object", "chat.completion");
    node.put("model", i.model().label());
    node.set("usage", usage(i, "prompt_tokens", "completion_tokens"));
    ObjectNode choice = node.putArray("choices").addObject();
    choice.put("finish_reason", i.finishReason().orElseThrow());
    choice.set("message", messages(i.response(), "content").get(0));
    choice.set("logprobs", logprobs(i.logprobs()));
    return node;
  }

  private static ArrayNode chunks(Interaction i) {
    ArrayNode chunks = JSON.arrayNode();
    String text = i.responseText();
    for (int from = 0; from < text.length(); from = text.offsetByCodePoints(from, 1)) {
      String piece = text.substring(from, text.offsetByCodePoints(from, 1));
      chunk(chunks, i).putObject("delta").put("content", piece);
    }
    ObjectNode last = chunk(chunks, i);
    last.put("finish_reason", i.finishReason().orElseThrow()).putObject("delta");
    last.set("logprobs", logprobs(i.logprobs()));
    chunks.addObject().set("usage", usage(i, "prompt_tokens", "completion_tokens"));
    return chunks;
  }

  private static ObjectNode chunk(ArrayNode chunks, Interaction i) {
    return chunks
        .addObject()
        .put("object", "chat.completion.chunk")
        .put("model", i.model().label())
        .putArray("choices")
        .addObject()
        .put("index", 0);
  }

  private static JsonNode sent(ArrayNode chunks) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append("data: ").append(chunk).append("\n\n"));
    return JSON.textNode(text + "data: [DONE]\n\n");
  }

  private static ObjectNode response(Interaction i) {
    String reason = i.finishReason().orElseThrow();
    ObjectNode node = JSON.objectNode().put("object", "response").put("model", i.model().label());
    node.put("status", reason.equals("stop") ? "completed" : "incomplete");
    if (!reason.equals("stop")) {
      String said = reason.equals("length") ? "max_output_tokens" : reason;
      node.putObject("incomplete_details").put("reason", said);
    }
    node.set("usage", usage(i, "input_tokens", "output_tokens"));
    ObjectNode item = node.putArray("output").addObject().put("type", "message");
    item.put("role", "assistant");
    item.putArray("content").addObject().put("type", "output_text").put("text", i.responseText());
    return node;
  }

  private static ArrayNode responseEvents(Interaction i) {
    ArrayNode events = JSON.arrayNode();
    ObjectNode created = JSON.objectNode().put("object", "response").put("status", "in_progress");
    events.addObject().put("type", "response.created").set("response", created);
    events
        .addObject()
        .put("type", "response.output_text.delta")
        .put("output_index", 0)
        .put("delta", i.responseText());
    events.addObject().put("type", "response.completed").set("response", response(i));
    return events;
  }

  private static ObjectNode anthropic(Interaction i) {
    ObjectNode node = JSON.objectNode().put("type", "message").put("role", "assistant");
    node.put("model", i.model().label()).put("stop_reason", stopReason(i));
    node.putArray("content").addObject().put("type", "text").put("text", i.responseText());
    node.set("usage", usage(i, "input_tokens", "output_tokens"));
    return node;
  }

  private static ArrayNode anthropicEvents(Interaction i) {
    ArrayNode events = JSON.arrayNode();
    ObjectNode message = JSON.objectNode().put("type", "message").put("model", i.model().label());
    message.putArray("content");
    message.putObject("usage").put("output_tokens", 1);
    i.inputTokens().ifPresent(n -> ((ObjectNode) message.get("usage")).put("input_tokens", n));
    if (i.outputTokens().isEmpty()) {
      ((ObjectNode) message.get("usage")).remove("output_tokens");
    }
    events.addObject().put("type", "message_start").set("message", message);
    ObjectNode delta = events.addObject().put("type", "content_block_delta");
    delta.putObject("delta").put("type", "text_delta").put("text", i.responseText());
    ObjectNode end = events.addObject().put("type", "message_delta");
    end.putObject("delta").put("stop_reason", stopReason(i));
    i.outputTokens().ifPresent(n -> end.putObject("usage").put("output_tokens", n));
    return events;
  }

  private static String stopReason(Interaction i) {
    String reason = i.finishReason().orElseThrow();
    return Map.of("stop", "end_turn", "length", "max_tokens", "tool_call", "tool_use")
        .getOrDefault(reason, "refusal");
  }

  private static ObjectNode usage(Interaction i, String in, String out) {
    ObjectNode usage = JSON.objectNode();
    i.inputTokens().ifPresent(n -> usage.put(in, n));
    i.outputTokens().ifPresent(n -> usage.put(out, n));
    return usage;
  }

  private static ObjectNode logprobs(List<Double> values) {
    ObjectNode node = JSON.objectNode();
    ArrayNode content = node.putArray("content");
    values.forEach(value -> content.addObject().put("logprob", value));
    return node;
  }

  private static ArrayNode messages(List<Message> messages, String words) {
    ArrayNode list = JSON.arrayNode();
    messages.forEach(m -> list.addObject().put("role", m.role()).put(words, m.text()));
    return list;
  }

  private static ObjectNode batch(String root, List<ObjectNode> items) {
    ObjectNode node = JSON.objectNode();
    ObjectNode resource = node.putArray(root).addObject();
    boolean spans = root.equals("resourceSpans");
    resource.putObject("resource").putArray("attributes");
    ObjectNode scope = resource.putArray(spans ? "scopeSpans" : "scopeLogs").addObject();
    items.forEach(scope.putArray(spans ? "spans" : "logRecords")::add);
    return node;
  }

  private static ObjectNode item(Interaction i, Map<String, Object> attributes) {
    ObjectNode node = JSON.objectNode().put("traceId", i.traceId().orElseThrow());
    node.put("spanId", "00f067aa0ba902b7");
    attributes(node.putArray("attributes"), attributes);
    return node;
  }

  private static ObjectNode span(Interaction i, Map<String, Object> attributes) {
    long end = i.time().toEpochMilli() * 1_000_000;
    long latency = Math.round(i.latencySeconds().orElseThrow() * 1e3) * 1_000_000;
    return item(i, attributes)
        .put("startTimeUnixNano", Long.toString(end - latency))
        .put("endTimeUnixNano", Long.toString(end));
  }

  private static ObjectNode event(Interaction i) {
    return at(i, item(i, genAi(i, false)))
        .put("eventName", "gen_ai.client.inference.operation.details");
  }

  private static ObjectNode at(Interaction i, ObjectNode log) {
    return log.put("timeUnixNano", Long.toString(i.time().toEpochMilli() * 1_000_000));
  }

  private static List<ObjectNode> oneAMessage(Interaction i) {
    List<ObjectNode> events = new ArrayList<>();
    for (Message message : i.request()) {
      ObjectNode log = at(i, item(i, common(i))).put("eventName", eventOf(message));
      log.set("body", any(Map.of("content", message.text())));
      events.add(log);
    }
    ObjectNode choice = at(i, item(i, common(i))).put("eventName", "gen_ai.choice");
    Map<String, Object> said = Map.of("content", i.responseText());
    Map<String, Object> body =
        Map.of("finish_reason", i.finishReason().orElseThrow(), "message", said);
    choice.set("body", any(body));
    events.add(choice);
    return events;
  }

  private static String eventOf(Message message) {
    return "gen_ai." + message.role() + ".message";
  }

  private static Map<String, Object> common(Interaction i) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("gen_ai.operation.name", "chat");
    all.put("gen_ai.response.model", i.model().label());
    all.put("gen_ai.response.id", i.id());
    all.put("gen_ai.conversation.id", i.conversation());
    all.put("service.name", i.segments().get("route"));
    all.put("tenant.id", i.segments().get("tenant"));
    all.put("gen_ai.response.time_to_first_chunk", i.timeToFirstTokenSeconds().orElseThrow());
    i.user().ifPresent(user -> all.put("user.id", user));
    i.error().ifPresent(error -> all.put("error.type", error));
    i.inputTokens().ifPresent(n -> all.put("gen_ai.usage.input_tokens", n));
    i.outputTokens().ifPresent(n -> all.put("gen_ai.usage.output_tokens", n));
    all.put("gen_ai.response.finish_reasons", List.of(i.finishReason().orElseThrow()));
    return all;
  }

  private static Map<String, Object> genAi(Interaction i, boolean inText) {
    Map<String, Object> all = new LinkedHashMap<>(common(i));
    List<Object> system = new ArrayList<>();
    List<Object> input = new ArrayList<>();
    for (Message message : i.request()) {
      boolean first = message.role().equals(Message.SYSTEM);
      (first ? system : input).add(first ? part(message) : parts(message));
    }
    List<Object> output = i.response().stream().map(Writers::parts).collect(Collectors.toList());
    put(all, "gen_ai.system_instructions", system, inText);
    put(all, "gen_ai.input.messages", input, inText);
    put(all, "gen_ai.output.messages", output, inText);
    return all;
  }

  private static void put(
      Map<String, Object> all, String name, List<Object> value, boolean inText) {
    all.put(name, inText ? Json.TEXT.valueToTree(value).toString() : value);
  }

  private static Object parts(Message message) {
    return Map.of("role", message.role(), "parts", List.of(part(message)));
  }

  private static Object part(Message message) {
    return Map.of("type", "text", "content", message.text());
  }

  private static Map<String, Object> openInference(Interaction i) {
    Map<String, Object> all = new LinkedHashMap<>(common(i));
    all.remove("gen_ai.operation.name");
    all.put("openinference.span.kind", "LLM");
    numbered(all, "llm.input_messages.", "message.", i.request());
    numbered(all, "llm.output_messages.", "message.", i.response());
    return all;
  }

  private static Map<String, Object> openLlmetry(Interaction i) {
    Map<String, Object> all = new LinkedHashMap<>(common(i));
    numbered(all, "gen_ai.prompt.", "", i.request());
    numbered(all, "gen_ai.completion.", "", i.response());
    return all;
  }

  private static void numbered(
      Map<String, Object> all, String list, String item, List<Message> messages) {
    for (int n = 0; n < messages.size(); n++) {
      all.put(list + n + "." + item + "role", messages.get(n).role());
      all.put(list + n + "." + item + "content", messages.get(n).text());
    }
  }

  private static void attributes(ArrayNode list, Map<String, Object> attributes) {
    attributes.forEach((key, value) -> list.addObject().put("key", key).set("value", any(value)));
  }

  @SuppressWarnings("unchecked")
  private static ObjectNode any(Object value) {
    ObjectNode node = JSON.objectNode();
    if (value instanceof String text) {
      node.put("stringValue", text);
    } else if (value instanceof Long number) {
      node.put("intValue", number.toString());
    } else if (value instanceof Double number) {
      node.put("doubleValue", number);
    } else if (value instanceof List<?> list) {
      ArrayNode values = node.putObject("arrayValue").putArray("values");
      list.forEach(item -> values.add(any(item)));
    } else {
      attributes(node.putObject("kvlistValue").putArray("values"), (Map<String, Object>) value);
    }
    return node;
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}
