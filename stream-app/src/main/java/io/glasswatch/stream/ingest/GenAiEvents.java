package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Log records about generative models: one that holds a whole exchange, or in the older convention
 * one a message, which share their span.
 */
final class GenAiEvents {

  private static final Map<String, String> ROLES =
      Map.of(
          "gen_ai.system.message", Message.SYSTEM,
          "gen_ai.user.message", Message.USER,
          "gen_ai.assistant.message", Message.ASSISTANT,
          "gen_ai.tool.message", Message.TOOL);

  private static final String CHOICE = "gen_ai.choice";

  private GenAiEvents() {}

  /** Returns what {@code events} of one resource hold. */
  static Reading.Read read(List<GenAi> events, RawRecord record) {
    List<Interaction> interactions = new ArrayList<>();
    List<Half> halves = new ArrayList<>();
    Map<String, List<GenAi>> bySpan = new LinkedHashMap<>();
    for (GenAi event : events) {
      if (ROLES.containsKey(event.event()) || event.event().equals(CHOICE)) {
        bySpan.computeIfAbsent(event.span(), span -> new ArrayList<>()).add(event);
      } else {
        event.interaction(record).ifPresent(interactions::add);
      }
    }
    bySpan.forEach(
        (span, parts) -> {
          Interaction together = together(parts, record);
          long answers = parts.stream().filter(part -> part.event().equals(CHOICE)).count();
          if (span.length() > 1 && (answers == 0 || answers == parts.size())) {
            Half.Side side = answers == 0 ? Half.Side.REQUEST : Half.Side.RESPONSE;
            halves.add(new Half(span, side, together));
          } else {
            interactions.add(together);
          }
        });
    return new Reading.Read(interactions, halves);
  }

  private static Interaction together(List<GenAi> parts, RawRecord record) {
    Draft draft = parts.get(parts.size() - 1).draft();
    for (GenAi part : parts) {
      JsonNode body = Otlp.structured(Otlp.plain(part.node().path("body")));
      draft.model(part.text("model")).inputTokens(Lenient.count(part.get("input_tokens")));
      if (part.event().equals(CHOICE)) {
        draft
            .answered(Chat.messages(Chat.first(body, "message", "content"), Message.ASSISTANT))
            .finishReason(Chat.text(body, "finish_reason"));
      } else {
        draft.asked(Chat.messages(body, ROLES.get(part.event())));
      }
    }
    return draft.model(Optional.of(NativeJson.UNKNOWN_MODEL)).build(record, "spanId", "model");
  }
}
