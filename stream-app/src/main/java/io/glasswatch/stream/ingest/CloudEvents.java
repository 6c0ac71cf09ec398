package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the payload loggers of KServe and Knative send: the request and the response of one
 * inference as two CloudEvents with one id, their attributes in the record's headers or around the
 * data.
 */
final class CloudEvents implements Format {

  private static final String REQUEST = "inference.request";
  private static final String RESPONSE = "inference.response";

  @Override
  public String name() {
    return "CloudEvents";
  }

  @Override
  public boolean recognises(JsonNode root, RawRecord record) {
    String type = attribute(root, record, "type").orElse("");
    return type.endsWith(REQUEST) || type.endsWith(RESPONSE);
  }

  @Override
  public Reading.Read read(JsonNode root, RawRecord record) {
    boolean request = attribute(root, record, "type").orElseThrow().endsWith(REQUEST);
    JsonNode data = root.has("specversion") ? Otlp.structured(root.path("data")) : root;
    Draft draft =
        new Draft()
            .id(attribute(root, record, "id"))
            .time(attribute(root, record, "time").flatMap(Lenient::time))
            .segment("route", attribute(root, record, "inferenceservicename"))
            .segment("tenant", attribute(root, record, "namespace"));
    if (request && ApiExchange.isQuestion(data)) {
      ApiExchange.asked(data, draft);
    } else if (request) {
      draft.asked(tensors(data, Message.USER, "instances", "inputs"));
    } else if (ApiExchange.isAnswer(data)) {
      ApiExchange.answered(data, draft);
    } else {
      draft.answered(tensors(data, Message.ASSISTANT, "predictions", "outputs"));
    }
    draft
        .model(attribute(root, record, "inferenceservicename"))
        .model(Optional.of(NativeJson.UNKNOWN_MODEL));
    Half.Side side = request ? Half.Side.REQUEST : Half.Side.RESPONSE;
    String pair =
        attribute(root, record, "id")
            .filter(id -> !id.isBlank())
            .orElseThrow(() -> Unreadable.missing("ce_id"));
    return new Reading.Read(
        List.of(), List.of(new Half(pair, side, draft.build(record, "ce_id", "model"))));
  }

  /** The texts of an inference protocol: a list of instances, or of tensors with data. */
  private static List<Message> tensors(JsonNode data, String role, String first, String second) {
    List<Message> messages = new ArrayList<>(Chat.messages(data.path(first), role));
    data.path(second).forEach(tensor -> messages.addAll(Chat.messages(tensor.path("data"), role)));
    return messages;
  }

  private static Optional<String> attribute(JsonNode root, RawRecord record, String name) {
    byte[] header = record.headers().get("ce_" + name);
    return header == null
        ? Chat.text(root, name).filter(text -> root.has("specversion"))
        : Optional.of(Fields.clean(new String(header, StandardCharsets.UTF_8)));
  }
}
