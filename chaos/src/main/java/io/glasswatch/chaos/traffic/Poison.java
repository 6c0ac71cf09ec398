package io.glasswatch.chaos.traffic;

import io.glasswatch.contract.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Records that cannot be read, each with the reason that must be given. */
enum Poison {
  NO_VALUE(Reason.EMPTY, ""),
  NOT_JSON(Reason.MALFORMED_JSON, "GET /v1/chat 200 341ms"),
  CUT_OFF(Reason.MALFORMED_JSON, "{\"id\":\"cut\",\"model\":\"m\",\"prompt\":\"How do I"),
  BAD_UTF8(Reason.INVALID_UTF8, "{\"id\":\"latin\",\"model\":\"m\",\"prompt\":\"caf\u00e9\"}"),
  DEEP(
      Reason.TOO_DEEP,
      "{\"id\":\"deep\",\"model\":\"m\",\"prompt\":"
          + "[".repeat(10_000)
          + "]".repeat(10_000)
          + "}"),
  SCHEMA(Reason.UNKNOWN_FORMAT, "{\"level\":\"info\",\"msg\":\"started\",\"port\":8443}"),
  NO_ID(Reason.MISSING_FIELD, "{\"model\":\"m\",\"prompt\":\"Hello\",\"response\":\"Hi\"}"),
  NEGATIVE(
      Reason.WRONG_FIELD,
      "{\"id\":\"minus\",\"model\":\"m\",\"prompt\":\"Hello\",\"latency_seconds\":-3}"),
  FUTURE(
      Reason.TIME_OUT_OF_RANGE,
      "{\"id\":\"late\",\"model\":\"m\",\"prompt\":\"Hi\",\"time\":\"2150-01-01T00:00:00Z\"}"),
  PAST(
      Reason.TIME_OUT_OF_RANGE,
      "{\"id\":\"early\",\"model\":\"m\",\"prompt\":\"Hi\",\"time\":\"1970-01-01T00:00:00Z\"}");

  private final Reason reason;
  private final String text;

  /**
   * @param text the record, one character a byte
   */
  Poison(Reason reason, String text) {
    this.reason = reason;
    this.text = text;
  }

  Line line(String key) {
    return new Line(
        key,
        this == NO_VALUE
            ? Optional.empty()
            : Optional.of(text.getBytes(StandardCharsets.ISO_8859_1)),
        new Fate.Refused(reason));
  }
}
