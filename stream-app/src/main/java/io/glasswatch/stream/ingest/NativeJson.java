package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Our own format: {@link Interaction} in snake_case, one JSON object a record, as
 * docs/interaction.schema.json has it. Unknown fields are passed over.
 */
final class NativeJson implements Format {

  /** Every field that is read; the schema's properties. */
  static final Set<String> FIELDS =
      Set.of(
          "id",
          "conversation",
          "model",
          "segments",
          "user",
          "time",
          "request",
          "prompt",
          "response",
          "latency_seconds",
          "time_to_first_token_seconds",
          "input_tokens",
          "output_tokens",
          "finish_reason",
          "logprobs",
          "error",
          "trace_id",
          "content_missing");

  private static final Set<String> TELLING = Set.of("id", "model", "prompt", "request", "response");

  /** Stands for a model that the log does not name. */
  static final String UNKNOWN_MODEL = "unknown";

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

  @Override
  public String name() {
    return "native JSON";
  }

  @Override
  public boolean recognises(JsonNode root, RawRecord record) {
    return TELLING.stream().anyMatch(root::has);
  }

  @Override
  public Reading.Read read(JsonNode root, RawRecord record) {
    Fields fields = Fields.of(root);
    String id = fields.name("id");
    ModelVersion model = model(fields);
    if (!fields.has("request") && !fields.has("prompt") && !fields.has("response")) {
      throw Unreadable.missing("request");
    }
    Instant time = fields.time("time").orElse(record.timestamp());
    List<Message> request =
        Messages.of(fields, fields.has("request") ? "request" : "prompt", Message.USER);
    return new Reading.Read(
        List.of(
            new Interaction(
                id,
                fields.text("conversation").filter(c -> !c.isBlank()).orElse(id),
                model,
                segments(fields),
                fields.text("user"),
                time,
                request,
                Messages.of(fields, "response", Message.ASSISTANT),
                fields.measure("latency_seconds"),
                fields.measure("time_to_first_token_seconds"),
                fields.count("input_tokens"),
                fields.count("output_tokens"),
                fields.text("finish_reason"),
                logprobs(fields),
                fields.text("error"),
                traceId(fields),
                contentMissing(fields))));
  }

  /** An object, or {@code name@version} in one text; blank where the log does not know. */
  private static ModelVersion model(Fields fields) {
    JsonNode node = fields.node("model");
    if (node.isMissingNode()) {
      throw Unreadable.missing("model");
    }
    if (node.isObject()) {
      Fields model = new Fields(node, "model.");
      return new ModelVersion(model.name("name"), model.text("version").orElse(""));
    }
    if (!node.isTextual()) {
      throw Unreadable.wrong("model", "an object or text", Fields.kind(node));
    }
    return labelled(Fields.clean(node.textValue()));
  }

  /** Returns the model of a label such as {@code support-bot@2026-11}. */
  static ModelVersion labelled(String label) {
    int at = label.lastIndexOf('@');
    String name = at > 0 ? label.substring(0, at) : label;
    return new ModelVersion(
        name.isBlank() ? UNKNOWN_MODEL : name, at > 0 ? label.substring(at + 1) : "");
  }

  private static Map<String, String> segments(Fields fields) {
    JsonNode node = fields.node("segments");
    if (node.isMissingNode()) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw Unreadable.wrong("segments", "an object", Fields.kind(node));
    }
    Map<String, String> segments = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isTextual()) {
                throw Unreadable.wrong(
                    "segments", "an object of texts", "one with " + Fields.kind(entry.getValue()));
              }
              segments.put(
                  Fields.clean(entry.getKey()), Fields.clean(entry.getValue().textValue()));
            });
    return segments;
  }

  private static List<Double> logprobs(Fields fields) {
    JsonNode node = fields.node("logprobs");
    if (node.isMissingNode()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw Unreadable.wrong("logprobs", "a list", Fields.kind(node));
    }
    List<Double> logprobs = new ArrayList<>(node.size());
    for (JsonNode item : node) {
      if (!item.isNumber() || !(item.doubleValue() <= 0) || Double.isInfinite(item.doubleValue())) {
        throw Unreadable.wrong(
            "logprobs", "a list of numbers of at most 0", "one with " + Fields.kind(item));
      }
      logprobs.add(item.doubleValue());
    }
    return logprobs;
  }

  private static Optional<ContentMissing> contentMissing(Fields fields) {
    Optional<String> id = fields.text("content_missing");
    Optional<ContentMissing> known = id.flatMap(ContentMissing::of);
    if (id.isPresent() && known.isEmpty()) {
      throw Unreadable.wrong("content_missing", "one of " + ContentMissing.IDS, "other text");
    }
    return known;
  }

  private static Optional<String> traceId(Fields fields) {
    Optional<String> id = fields.text("trace_id");
    if (id.isPresent() && !TRACE_ID.matcher(id.get()).matches()) {
      throw Unreadable.wrong("trace_id", "32 hexadecimal digits in lower case", "other text");
    }
    return id;
  }
}
