package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One span or log record about a generative model, in any generation of the conventions.
 *
 * @param node the span or log record, in OTLP's JSON
 * @param attributes its own attributes and those of its resource, by name
 */
record GenAi(JsonNode node, Map<String, JsonNode> attributes) {

  private static final Set<String> OPERATIONS =
      Set.of("chat", "generate_content", "text_completion", "completion");

  private static final Set<String> LIST_IN_TEXT = Set.of("system", "asked", "answered");

  /** What we ask for, and under which names it comes; the first that is there counts. */
  private static final Map<String, List<String>> ALIASES =
      Map.ofEntries(
          Map.entry("operation", List.of("gen_ai.operation.name", "llm.request.type")),
          Map.entry(
              "model",
              List.of(
                  "gen_ai.response.model",
                  "gen_ai.request.model",
                  "llm.response.model_name",
                  "llm.request.model_name",
                  "llm.model_name")),
          Map.entry("id", List.of("gen_ai.response.id", "gen_ai.request.id")),
          Map.entry(
              "conversation",
              List.of(
                  "gen_ai.conversation.id",
                  "session.id",
                  "traceloop.association.properties.session_id")),
          Map.entry("user", List.of("enduser.pseudo.id", "user.id", "enduser.id")),
          Map.entry(
              "input_tokens",
              List.of(
                  "gen_ai.usage.input_tokens",
                  "gen_ai.usage.prompt_tokens",
                  "llm.token_count.prompt")),
          Map.entry(
              "output_tokens",
              List.of(
                  "gen_ai.usage.output_tokens",
                  "gen_ai.usage.completion_tokens",
                  "llm.token_count.completion")),
          Map.entry(
              "first_token",
              List.of("gen_ai.response.time_to_first_chunk", "gen_ai.latency.time_to_first_token")),
          Map.entry(
              "finish_reason",
              List.of(
                  "gen_ai.response.finish_reasons",
                  "llm.finish_reason",
                  "gen_ai.completion.0.finish_reason")),
          Map.entry("error", List.of("error.type", "exception.type")),
          Map.entry("system", List.of("gen_ai.system_instructions")),
          Map.entry("asked", List.of("gen_ai.input.messages", "gen_ai.prompt")),
          Map.entry("answered", List.of("gen_ai.output.messages", "gen_ai.completion")),
          Map.entry(
              "reference",
              List.of(
                  "gen_ai.input.messages_ref",
                  "gen_ai.output.messages_ref",
                  "gen_ai.system_instructions_ref")),
          Map.entry("tenant", List.of("tenant.id", "tenant", "service.namespace")),
          Map.entry("route", List.of("service.name")));

  /** Returns the value of the first attribute that is known as {@code name}. */
  JsonNode get(String name) {
    for (String alias : ALIASES.get(name)) {
      JsonNode value = attributes.get(alias);
      if (value != null && !value.isNull() && !value.isMissingNode()) {
        return value;
      }
    }
    return MissingNode.getInstance();
  }

  Optional<String> text(String name) {
    JsonNode value = get(name);
    return Lenient.text(value.isArray() ? value.path(0) : value);
  }

  /** Returns the event's name, of a log record. */
  String event() {
    return Chat.text(node, "eventName")
        .or(() -> Lenient.text(attributes.getOrDefault("event.name", MissingNode.getInstance())))
        .orElse("");
  }

  /** Returns what tells the spans and events of one operation from others; may be blank. */
  String span() {
    return trace() + ":" + hex("spanId", 8);
  }

  private String trace() {
    return hex("traceId", 16);
  }

  /** An id in hexadecimal; some exporters write base64, as protobuf's own JSON would have it. */
  private String hex(String field, int bytes) {
    String text = node.path(field).asText();
    if (text.length() != (bytes + 2) / 3 * 4) {
      return text.toLowerCase(Locale.ROOT);
    }
    try {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private boolean about() {
    String kind =
        attributes.getOrDefault("openinference.span.kind", MissingNode.getInstance()).asText();
    return text("operation").map(OPERATIONS::contains).orElse(kind.equals("LLM"));
  }

  /** Returns the interaction that this record alone holds, if it is about one. */
  Optional<Interaction> interaction(RawRecord record) {
    return about() ? Optional.of(told().build(record, "spanId", "model")) : Optional.empty();
  }

  /** Returns a draft with the messages, and with why there are none or not all. */
  private Draft told() {
    Draft draft = draft();
    draft.asked(Chat.messages(structured("system", draft), Message.SYSTEM));
    draft.asked(messages("asked", draft, "gen_ai.prompt.", "llm.input_messages.", "input.value"));
    draft.answered(
        messages("answered", draft, "gen_ai.completion.", "llm.output_messages.", "output.value"));
    if (!get("reference").isMissingNode()) {
      draft.missing(ContentMissing.BY_REFERENCE);
    }
    return draft.hasText() ? draft : draft.missing(ContentMissing.NOT_CAPTURED);
  }

  /** Returns a draft with all but the messages. */
  Draft draft() {
    var from = Lenient.nanos(node.path("startTimeUnixNano"));
    var to = Lenient.nanos(Chat.first(node, "endTimeUnixNano", "timeUnixNano"));
    return new Draft()
        .id(text("id"))
        .id(Optional.of(span()).filter(id -> id.length() > 1))
        .conversation(text("conversation"))
        .conversation(Optional.of(trace()))
        .model(text("model"))
        .user(text("user"))
        .segment("tenant", text("tenant"))
        .segment("route", text("route"))
        .time(to)
        .time(Lenient.nanos(node.path("observedTimeUnixNano")))
        .latency(from, to)
        .firstToken(Lenient.measure(get("first_token")))
        .inputTokens(Lenient.count(get("input_tokens")))
        .outputTokens(Lenient.count(get("output_tokens")))
        .finishReason(text("finish_reason"))
        .error(text("error"))
        .traceId(Optional.of(trace()));
  }

  /** One structured attribute, or a numbered attribute a message, or one text. */
  private List<Message> messages(
      String name, Draft draft, String numbered, String inference, String whole) {
    String role = name.equals("asked") ? Message.USER : Message.ASSISTANT;
    List<Message> messages = new ArrayList<>(Chat.messages(structured(name, draft), role));
    if (messages.isEmpty()) {
      messages.addAll(NumberedMessages.of(attributes, numbered, "", role));
    }
    if (messages.isEmpty()) {
      messages.addAll(NumberedMessages.of(attributes, inference, "message.", role));
    }
    JsonNode value = attributes.getOrDefault(whole, MissingNode.getInstance());
    return messages.isEmpty() ? ApiExchange.messages(Otlp.structured(value), role) : messages;
  }

  /** Messages are a list, in values or as JSON in a text, which a limit on texts may have cut. */
  private JsonNode structured(String name, Draft draft) {
    JsonNode given = get(name);
    JsonNode value = Otlp.structured(given);
    if (value.isTextual() && LIST_IN_TEXT.contains(name) && value.textValue().startsWith("[{")) {
      draft.missing(ContentMissing.TRUNCATED);
    }
    return value;
  }
}
