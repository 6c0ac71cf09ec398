package io.glasswatch.cli.demo.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.glasswatch.contract.Rejected.Reason;

/** Records that cannot be read, as they turn up in every real log. */
enum Malformed {
  EMPTY_VALUE(Reason.EMPTY, ""),
  NOT_JSON(Reason.MALFORMED_JSON, "GET /v1/chat 200 341ms"),
  CUT_OFF(
      Reason.MALFORMED_JSON,
      "{\"id\":\"demo-cut\",\"model\":\"quill-small@7\",\"prompt\":\"How do I"),
  BROKEN_ENCODING(
      Reason.INVALID_UTF8,
      "{\"id\":\"demo-latin\",\"model\":\"quill-small@7\",\"prompt\":\"caf\u00e9\"}"),
  TOO_DEEP(
      Reason.TOO_DEEP,
      "{\"id\":\"demo-deep\",\"model\":\"m\",\"prompt\":"
          + "[".repeat(500)
          + "]".repeat(500)
          + "}"),
  SOMEBODY_ELSES(Reason.UNKNOWN_FORMAT, "{\"level\":\"info\",\"msg\":\"started\",\"port\":8443}"),
  WITHOUT_ID(
      Reason.MISSING_FIELD,
      "{\"model\":\"quill-small@7\",\"prompt\":\"Hello\",\"response\":\"Hi\"}"),
  WITHOUT_MODEL(
      Reason.MISSING_FIELD, "{\"id\":\"demo-no-model\",\"prompt\":\"Hello\",\"response\":\"Hi\"}"),
  LATENCY_IN_WORDS(
      Reason.WRONG_FIELD,
      "{\"id\":\"demo-words\",\"model\":\"quill-small@7\",\"prompt\":\"Hello\",\"latency_seconds\":\"fast\"}"),
  NEGATIVE_LATENCY(
      Reason.WRONG_FIELD,
      "{\"id\":\"demo-minus\",\"model\":\"quill-small@7\",\"prompt\":\"Hello\",\"latency_seconds\":-3}"),
  FROM_THE_FUTURE(
      Reason.TIME_OUT_OF_RANGE,
      "{\"id\":\"demo-2150\",\"model\":\"quill-small@7\",\"prompt\":\"Hello\",\"time\":\"2150-01-01T00:00:00Z\"}");

  private final Reason reason;
  private final String text;

  /**
   * @param text the record, one character a byte
   */
  Malformed(Reason reason, String text) {
    this.reason = reason;
    this.text = text;
  }

  /** Returns why it is refused. */
  Reason reason() {
    return reason;
  }

  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }
}
