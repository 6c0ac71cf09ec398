package io.glasswatch.explainer.train;

import java.util.List;
import java.util.Locale;

/** Whether a response opens the way refusals do: a weak label for sources that have no better. */
final class RefusalOpening {

  private static final int OPENING = 160;

  private static final List<String> PHRASES =
      List.of(
          "i'm sorry, but",
          "i am sorry, but",
          "sorry, but i can",
          "i cannot",
          "i can't",
          "i can not",
          "i'm not able to",
          "i am not able to",
          "i'm unable to",
          "i am unable to",
          "i won't",
          "i will not",
          "i must decline",
          "i apologize, but",
          "i'm not going to");

  private RefusalOpening() {}

  /** Tells whether one of the phrases stands in the first 160 characters of {@code response}. */
  static boolean opens(String response) {
    String opening =
        response
            .substring(0, Math.min(OPENING, response.length()))
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'');
    return PHRASES.stream().anyMatch(opening::contains);
  }
}
