package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Message;
import java.util.Locale;
import java.util.Set;

/** Knows the marks that gateways and instrumentations put in the place of a text. */
final class Redaction {

  private static final Set<String> MARKS =
      Set.of(
          "redacted-by-litellm",
          "__redacted__",
          "redacted",
          "[redacted]",
          "<redacted>",
          "***redacted***");

  private static final int LONGEST = 32;

  private Redaction() {}

  /** Returns whether {@code message} holds a mark and no words. */
  static boolean hides(Message message) {
    String text = message.text();
    return text.length() <= LONGEST && MARKS.contains(text.strip().toLowerCase(Locale.ROOT));
  }
}
