package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The response body of a model API alone: what was asked is not known. */
final class BareCompletion implements Format {

  @Override
  public String name() {
    return "bare completion";
  }

  @Override
  public boolean recognises(JsonNode root, RawRecord record) {
    return ApiExchange.isAnswer(root);
  }

  @Override
  public Reading.Read read(JsonNode root, RawRecord record) {
    Draft draft = new Draft();
    ApiExchange.answered(root, draft);
    return new Reading.Read(List.of(draft.build(record, "id", "model")));
  }
}
