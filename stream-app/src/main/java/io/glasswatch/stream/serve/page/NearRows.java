package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.serve.NearCase;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.List;

/**
 * The cases whose text is nearly that of the case shown.
 *
 * @param missing what did not answer; empty when nothing is missing
 * @param rows the nearest first
 * @param more whether there are further ones
 */
record NearRows(String missing, List<Row> rows, boolean more) {

  private static final int MOST = 10;

  record Row(String link, String id, String severity, String likeness, String time) {}

  static NearRows of(Gathered<List<NearCase>> near) {
    return new NearRows(
        near.missing(),
        near.value().stream().limit(MOST).map(NearRows::row).toList(),
        near.value().size() > MOST);
  }

  private static Row row(NearCase near) {
    return new Row(
        CasePage.path(near.line().id()),
        near.line().id(),
        near.line().severity().map(Severity::id).orElse("none"),
        likeness(near),
        Words.time(near.line().time()));
  }

  private static String likeness(NearCase near) {
    String text = near.where() == Where.RESPONSE ? "response" : "prompt";
    return switch (near.distance()) {
      case 0 -> "practically the same " + text;
      case 1 -> "nearly the same %s, 1 bit of 64 differs".formatted(text);
      default -> "nearly the same %s, %d bits of 64 differ".formatted(text, near.distance());
    };
  }
}
