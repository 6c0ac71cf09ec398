package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.glasswatch.contract.Interaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs and traces of OpenTelemetry, as the Collector writes them: whole batches, most of whose
 * records are about other things and are passed over.
 */
final class Otlp implements Format {

  private static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(Limits.STANDARD.tokens())
                          .build())
                  .build())
          .build()
          .reader();

  @Override
  public String name() {
    return "OTLP";
  }

  @Override
  public boolean recognises(JsonNode root, RawRecord record) {
    return root.has("resourceLogs") || root.has("resourceSpans");
  }

  @Override
  public Reading.Read read(JsonNode root, RawRecord record) {
    List<Interaction> interactions = new ArrayList<>();
    List<Half> halves = new ArrayList<>();
    for (JsonNode resource : root.path("resourceSpans")) {
      Map<String, JsonNode> common = attributes(resource.path("resource").path("attributes"));
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          GenAi item = new GenAi(span, with(withEvents(common, span), span.path("attributes")));
          item.interaction(record).ifPresent(interactions::add);
        }
      }
    }
    for (JsonNode resource : root.path("resourceLogs")) {
      Map<String, JsonNode> common = attributes(resource.path("resource").path("attributes"));
      List<GenAi> events = new ArrayList<>();
      for (JsonNode scope : resource.path("scopeLogs")) {
        for (JsonNode log : scope.path("logRecords")) {
          events.add(new GenAi(log, with(common, log.path("attributes"))));
        }
      }
      Reading.Read read = GenAiEvents.read(events, record);
      interactions.addAll(read.interactions());
      halves.addAll(read.halves());
    }
    return new Reading.Read(interactions, halves);
  }

  /** A span's events too had messages among their attributes, in the oldest convention. */
  private static Map<String, JsonNode> withEvents(Map<String, JsonNode> common, JsonNode span) {
    Map<String, JsonNode> all = new LinkedHashMap<>(common);
    span.path("events").forEach(event -> all.putAll(attributes(event.path("attributes"))));
    return all;
  }

  private static Map<String, JsonNode> with(Map<String, JsonNode> common, JsonNode attributes) {
    Map<String, JsonNode> all = new LinkedHashMap<>(common);
    all.putAll(attributes(attributes));
    return all;
  }

  private static Map<String, JsonNode> attributes(JsonNode list) {
    Map<String, JsonNode> attributes = new LinkedHashMap<>();
    list.forEach(entry -> attributes.put(entry.path("key").asText(), plain(entry.path("value"))));
    return attributes;
  }

  /** Returns an AnyValue as the JSON value that it stands for. */
  static JsonNode plain(JsonNode any) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (any.has("arrayValue")) {
      var array = json.arrayNode();
      any.path("arrayValue").path("values").forEach(item -> array.add(plain(item)));
      return array;
    }
    if (any.has("kvlistValue")) {
      ObjectNode object = json.objectNode();
      any.path("kvlistValue")
          .path("values")
          .forEach(entry -> object.set(entry.path("key").asText(), plain(entry.path("value"))));
      return object;
    }
    if (any.has("intValue") && any.get("intValue").isTextual()) {
      var count = Lenient.count(any.get("intValue"));
      return count.isPresent() ? json.numberNode(count.getAsLong()) : json.missingNode();
    }
    return Chat.first(any, "stringValue", "intValue", "doubleValue", "boolValue", "bytesValue");
  }

  /** Returns a value that may be JSON inside a text; a text that is none stays text. */
  static JsonNode structured(JsonNode value) {
    String text = value.isTextual() ? value.textValue().stripLeading() : "";
    if (!text.startsWith("[") && !text.startsWith("{")) {
      return value;
    }
    JsonNode parsed = parsed(text);
    return parsed.isMissingNode() ? value : parsed;
  }

  /** Returns the JSON that {@code text} holds; a missing node if it holds none. */
  static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }
}
