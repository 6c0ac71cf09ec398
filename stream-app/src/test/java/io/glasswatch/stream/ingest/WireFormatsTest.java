package io.glasswatch.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireFormatsTest {

  private static final Instant SENT = Instant.parse("2026-11-22T12:00:02Z");
  private static final Formats FORMATS =
      new Formats(Limits.STANDARD, InstantSource.fixed(SENT.plusSeconds(60)));
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** One exchange in every format; 2026-11-22T12:00:00Z is 1795348800 seconds. */
  private static final Map<String, String> FIXTURES =
      Map.ofEntries(
          Map.entry(
              "native JSON",
              """
              {"id": "r-1", "conversation": "c-1", "model": "m-1", "time": "2026-11-22T12:00:02Z",
               "request": [{"role": "system", "text": "Be brief."}, {"role": "user", "text": "Hi?"}],
               "response": "Hello, you.", "latency_seconds": 2, "input_tokens": 12,
               "output_tokens": 5, "finish_reason": "stop"}
              """),
          Map.entry(
              "LiteLLM",
              """
              {"id": "r-1", "trace_id": "c-1", "call_type": "acompletion", "status": "success",
               "startTime": 1795348800.0, "endTime": 1795348802.0, "model": "m-1",
               "prompt_tokens": 12, "completion_tokens": 5,
               "metadata": {"user_api_key_team_id": "acme"},
               "messages": [{"role": "system", "content": "Be brief."},
                            {"role": "user", "content": "Hi?"}],
               "response": {"id": "x", "object": "chat.completion", "choices": [
                 {"finish_reason": "stop", "message": {"role": "assistant", "content": "Hello, you."}}]}}
              """),
          Map.entry(
              "chat completion in an envelope",
              """
              {"id": "r-1", "conversation_id": "c-1", "started_at": "2026-11-22T12:00:00Z",
               "ts": "2026-11-22T12:00:02Z", "metadata": {"tenant": "acme"},
               "request": {"model": "m", "messages": [{"role": "system", "content": "Be brief."},
                 {"role": "user", "content": [{"type": "text", "text": "Hi?"},
                                              {"type": "image_url", "image_url": {"url": "x"}}]}]},
               "response": {"id": "x", "object": "chat.completion", "model": "m-1",
                 "choices": [{"index": 0, "finish_reason": "stop",
                              "message": {"role": "assistant", "content": "Hello, you."}}],
                 "usage": {"prompt_tokens": 12, "completion_tokens": 5}}}
              """),
          Map.entry(
              "streamed chunks in an envelope",
              """
              {"id": "r-1", "conversation_id": "c-1", "started_at": 1795348800, "ts": 1795348802000,
               "request": {"model": "m", "stream": true, "messages": [
                 {"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi?"}]},
               "response": [
                 {"object": "chat.completion.chunk", "model": "m-1",
                  "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Hello"}}]},
                 {"choices": [{"index": 0, "delta": {"content": ", you."}}]},
                 {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
                  "usage": {"prompt_tokens": 12, "completion_tokens": 5}}]}
              """),
          Map.entry(
              "response of the Responses API in an envelope",
              """
              {"id": "r-1", "conversation_id": "c-1", "ts": 1795348802, "latency_seconds": 2,
               "request": {"model": "m", "instructions": "Be brief.", "input": "Hi?"},
               "response": {"id": "x", "object": "response", "model": "m-1", "stop_reason": "stop",
                 "output": [{"type": "message", "role": "assistant",
                             "content": [{"type": "output_text", "text": "Hello, you."}]}],
                 "usage": {"input_tokens": 12, "output_tokens": 5}}}
              """),
          Map.entry(
              "Anthropic message in an envelope",
              """
              {"id": "r-1", "conversation_id": "c-1", "ts": 1795348802, "latency_seconds": 2,
               "request": {"model": "m", "system": "Be brief.",
                 "messages": [{"role": "user", "content": "Hi?"}]},
               "response": {"id": "x", "type": "message", "role": "assistant", "model": "m-1",
                 "content": [{"type": "text", "text": "Hello, you."}], "stop_reason": "stop",
                 "usage": {"input_tokens": 12, "output_tokens": 5}}}
              """),
          Map.entry("OTLP event", otlp("resourceLogs", "scopeLogs", "logRecords", event())),
          Map.entry(
              "OTLP span, messages in text", otlp("resourceSpans", "scopeSpans", "spans", span())),
          Map.entry(
              "OTLP span of OpenInference",
              otlp("resourceSpans", "scopeSpans", "spans", openInference())),
          Map.entry(
              "OTLP span of OpenLLMetry",
              otlp("resourceSpans", "scopeSpans", "spans", openLlmetry())),
          Map.entry(
              "OTLP events, one a message",
              otlp("resourceLogs", "scopeLogs", "logRecords", messages())));

  static Stream<String> names() {
    return FIXTURES.keySet().stream().sorted();
  }

  static Stream<String> batches() {
    return names().filter(name -> name.startsWith("OTLP"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyFormatReadsTheSameExchange(String name) {
    Interaction read = only(FIXTURES.get(name));

    assertExchange(read);
    assertThat(read.latencySeconds())
        .isEqualTo(name.contains("event") ? OptionalDouble.empty() : OptionalDouble.of(2));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void protobufReadsAsJsonDoes(String name) throws IOException {
    byte[] json = FIXTURES.get(name).getBytes(StandardCharsets.UTF_8);

    assertThat(read(OtlpWriter.batch(Json.TEXT.readTree(json)))).isEqualTo(read(json));
  }

  @ParameterizedTest
  @MethodSource("names")
  void damagedRecordsAreReadOrRefused(String name) throws IOException {
    byte[] json = FIXTURES.get(name).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = name.startsWith("OTLP") ? OtlpWriter.batch(Json.TEXT.readTree(json)) : json;
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = bytes.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(read(damaged)).isNotNull();
    }
  }

  @Test
  void aBareCompletionHasNoRequest() {
    Interaction interaction =
        only(
            """
            {"id": "chatcmpl-1", "object": "chat.completion", "model": "m-1", "choices": [
              {"message": {"role": "assistant", "content": "Hello.", "tool_calls": [
                {"type": "function", "function": {"name": "find", "arguments": "{\\"q\\": 1}"}}]},
               "logprobs": {"content": [{"token": "Hello", "logprob": -0.5}, {"logprob": -1}]}}]}
            """);

    assertThat(interaction.id()).isEqualTo("chatcmpl-1");
    assertThat(interaction.request()).isEmpty();
    assertThat(interaction.response())
        .containsExactly(new Message("assistant", "Hello.\nfind {\"q\": 1}"));
    assertThat(interaction.logprobs()).containsExactly(-0.5, -1.0);
  }

  @Test
  void aBatchAboutOtherThingsHoldsNothing() {
    String batch =
        otlp(
            "resourceSpans",
            "scopeSpans",
            "spans",
            """
            {"traceId": "%s", "spanId": "00f067aa0ba902b7", "name": "GET /",
             "attributes": [{"key": "http.method", "value": {"stringValue": "GET"}}]}
            """
                .formatted(TRACE));

    assertThat(read(batch.getBytes(StandardCharsets.UTF_8))).isEqualTo(new Reading.Read(List.of()));
  }

  private static void assertExchange(Interaction read) {
    assertThat(read.id()).isEqualTo("r-1");
    assertThat(read.conversation()).isEqualTo("c-1");
    assertThat(read.model()).isEqualTo(new ModelVersion("m-1", ""));
    assertThat(read.time()).isEqualTo(SENT);
    assertThat(read.request())
        .containsExactly(new Message("system", "Be brief."), new Message("user", "Hi?"));
    assertThat(read.response()).containsExactly(new Message("assistant", "Hello, you."));
    assertThat(read.inputTokens()).isEqualTo(OptionalLong.of(12));
    assertThat(read.outputTokens()).isEqualTo(OptionalLong.of(5));
    assertThat(read.finishReason()).isEqualTo(Optional.of("stop"));
  }

  private static Interaction only(String json) {
    Reading reading = read(json.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).isInstanceOf(Reading.Read.class);
    List<Interaction> interactions = ((Reading.Read) reading).interactions();
    assertThat(interactions).hasSize(1);
    return interactions.get(0);
  }

  private static Reading read(byte[] value) {
    return FORMATS.read(new RawRecord(value, SENT.plusSeconds(7), Map.of()));
  }

  private static String otlp(String resources, String scopes, String items, String item) {
    return """
    {"%s": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "chat"}}]},
     "%s": [{"scope": {"name": "i"}, "%s": [%s]}]}]}
    """
        .formatted(resources, scopes, items, item);
  }

  private static String text(String key, String value) {
    return "{\"key\": \"%s\", \"value\": {\"stringValue\": \"%s\"}}"
        .formatted(key, value.replace("\"", "\\\""));
  }

  private static String number(String key, String value) {
    return "{\"key\": \"%s\", \"value\": {\"intValue\": \"%s\"}}".formatted(key, value);
  }

  private static String common(String more) {
    String times =
        more.contains("eventName")
            ? "\"timeUnixNano\": \"1795348802000000000\","
            : "\"startTimeUnixNano\": \"1795348800000000000\","
                + " \"endTimeUnixNano\": \"1795348802000000000\",";
    return """
    {"traceId": "%s", "spanId": "00f067aa0ba902b7", "name": "chat", %s
     %s]}
    """
        .formatted(TRACE, times, more);
  }

  private static String event() {
    return common(
        """
        "eventName": "gen_ai.client.inference.operation.details",
        "attributes": [%s, %s, %s, %s, %s, %s,
          {"key": "gen_ai.response.finish_reasons", "value": {"arrayValue": {"values": [{"stringValue": "stop"}]}}},
          {"key": "gen_ai.system_instructions", "value": {"arrayValue": {"values": [{"kvlistValue": {"values": [%s, %s]}}]}}},
          {"key": "gen_ai.input.messages", "value": {"arrayValue": {"values": [{"kvlistValue": {"values": [%s,
            {"key": "parts", "value": {"arrayValue": {"values": [{"kvlistValue": {"values": [%s, %s]}}]}}}]}}]}}},
          {"key": "gen_ai.output.messages", "value": {"arrayValue": {"values": [{"kvlistValue": {"values": [%s,
            {"key": "parts", "value": {"arrayValue": {"values": [{"kvlistValue": {"values": [%s, %s]}}]}}}]}}]}}}
        """
            .formatted(
                text("gen_ai.operation.name", "chat"),
                text("gen_ai.response.model", "m-1"),
                text("gen_ai.response.id", "r-1"),
                text("gen_ai.conversation.id", "c-1"),
                number("gen_ai.usage.input_tokens", "12"),
                number("gen_ai.usage.output_tokens", "5"),
                text("type", "text"),
                text("content", "Be brief."),
                text("role", "user"),
                text("type", "text"),
                text("content", "Hi?"),
                text("role", "assistant"),
                text("type", "text"),
                text("content", "Hello, you.")));
  }

  private static String span() {
    return common(
        "\"attributes\": ["
            + String.join(
                ", ",
                text("gen_ai.operation.name", "chat"),
                text("gen_ai.request.model", "m-1"),
                text("gen_ai.response.id", "r-1"),
                text("gen_ai.conversation.id", "c-1"),
                number("gen_ai.usage.input_tokens", "12"),
                number("gen_ai.usage.output_tokens", "5"),
                text("gen_ai.response.finish_reasons", "stop"),
                text(
                    "gen_ai.system_instructions",
                    "[{\"type\": \"text\", \"content\": \"Be brief.\"}]"),
                text(
                    "gen_ai.input.messages",
                    "[{\"role\": \"user\", \"parts\": [{\"type\": \"text\", \"content\":"
                        + " \"Hi?\"}]}]"),
                text(
                    "gen_ai.output.messages",
                    "[{\"role\": \"assistant\", \"parts\": [{\"type\": \"text\","
                        + " \"content\": \"Hello, you.\"}]}]")));
  }

  private static String openInference() {
    return common(
        "\"attributes\": ["
            + String.join(
                ", ",
                text("openinference.span.kind", "LLM"),
                text("llm.model_name", "m-1"),
                text("gen_ai.response.id", "r-1"),
                text("session.id", "c-1"),
                number("llm.token_count.prompt", "12"),
                number("llm.token_count.completion", "5"),
                text("llm.finish_reason", "stop"),
                text("llm.input_messages.0.message.role", "system"),
                text("llm.input_messages.0.message.content", "Be brief."),
                text("llm.input_messages.1.message.role", "user"),
                text("llm.input_messages.1.message.content", "Hi?"),
                text("llm.output_messages.0.message.role", "assistant"),
                text("llm.output_messages.0.message.content", "Hello, you.")));
  }

  private static String openLlmetry() {
    return common(
        "\"attributes\": ["
            + String.join(
                ", ",
                text("llm.request.type", "chat"),
                text("gen_ai.response.model", "m-1"),
                text("gen_ai.response.id", "r-1"),
                text("traceloop.association.properties.session_id", "c-1"),
                number("gen_ai.usage.prompt_tokens", "12"),
                number("gen_ai.usage.completion_tokens", "5"),
                text("gen_ai.completion.0.finish_reason", "stop"),
                text("gen_ai.prompt.0.role", "system"),
                text("gen_ai.prompt.0.content", "Be brief."),
                text("gen_ai.prompt.1.role", "user"),
                text("gen_ai.prompt.1.content", "Hi?"),
                text("gen_ai.completion.0.role", "assistant"),
                text("gen_ai.completion.0.content", "Hello, you.")));
  }

  private static String messages() {
    String about =
        String.join(
            ", ",
            text("gen_ai.response.model", "m-1"),
            text("gen_ai.response.id", "r-1"),
            text("gen_ai.conversation.id", "c-1"),
            number("gen_ai.usage.input_tokens", "12"),
            number("gen_ai.usage.output_tokens", "5"));
    String said = "{\"kvlistValue\": {\"values\": [%s]}}".formatted(text("content", "Hello, you."));
    String message = "{\"key\": \"message\", \"value\": %s}".formatted(said);
    return String.join(
        ",\n",
        event("gen_ai.system.message", text("content", "Be brief."), about),
        event("gen_ai.user.message", text("content", "Hi?"), about),
        event("gen_ai.choice", text("finish_reason", "stop") + ", " + message, about));
  }

  private static String event(String name, String body, String attributes) {
    return common(
        """
        "eventName": "%s", "body": {"kvlistValue": {"values": [%s]}}, "attributes": [%s
        """
            .formatted(name, body, attributes));
  }
}
