package io.glasswatch.stream.serve;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which cases a list shows; an empty filter lets everything through.
 *
 * @param id the id of an interaction or of a conversation
 * @param model the model's label
 * @param segment one segment, written {@code dimension=value}
 * @param category a category that one of the findings has
 * @param severity the highest finding is at least this severe
 * @param rule a rule that found something
 * @param from the earliest event time, included
 * @param to the latest event time, not included
 * @param limit how many, 1 to {@value #MOST}
 */
public record CaseQuery(
    Optional<String> id,
    Optional<String> model,
    Optional<String> segment,
    Optional<String> category,
    Optional<Severity> severity,
    Optional<String> rule,
    Optional<Instant> from,
    Optional<Instant> to,
    int limit) {

  public static final int MOST = 1000;

  /** The newest cases, whatever they are. */
  public static final CaseQuery NEWEST = newest(Optional.empty());

  /** Returns the query for the newest cases of an interaction or a conversation. */
  public static CaseQuery of(String id) {
    return newest(Optional.of(id));
  }

  private static CaseQuery newest(Optional<String> id) {
    return new CaseQuery(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100);
  }

  public CaseQuery {
    Require.that(limit >= 1 && limit <= MOST, "limit must be 1 to %d, but was %d", MOST, limit);
    segment.ifPresent(
        s ->
            Require.that(
                s.indexOf('=') > 0, "segment must be written dimension=value, but was \"%s\"", s));
  }

  /** Returns the query as parameters of an address: what is not asked for is missing. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    id.ifPresent(v -> parameters.put("id", v));
    model.ifPresent(v -> parameters.put("model", v));
    segment.ifPresent(v -> parameters.put("segment", v));
    category.ifPresent(v -> parameters.put("category", v));
    severity.ifPresent(v -> parameters.put("severity", v.id()));
    rule.ifPresent(v -> parameters.put("rule", v));
    from.ifPresent(v -> parameters.put("from", v.toString()));
    to.ifPresent(v -> parameters.put("to", v.toString()));
    parameters.put("limit", Integer.toString(limit));
    return parameters;
  }

  /** Returns whether the list shows {@code line}. */
  public boolean accepts(CaseLine line) {
    return accepts(line.time())
        && id.map(i -> i.equals(line.id()) || i.equals(line.conversation())).orElse(true)
        && model.map(line.model()::equals).orElse(true)
        && segment.map(s -> isIn(line, s)).orElse(true)
        && category.map(line.categories()::contains).orElse(true)
        && severity.map(s -> line.severity().filter(l -> l.atLeast(s)).isPresent()).orElse(true)
        && rule.map(line.rules()::contains).orElse(true);
  }

  /** Returns whether the list shows something of {@code time}. */
  public boolean accepts(Instant time) {
    return from.map(f -> !time.isBefore(f)).orElse(true) && to.map(time::isBefore).orElse(true);
  }

  private static boolean isIn(CaseLine line, String segment) {
    int equals = segment.indexOf('=');
    return segment.substring(equals + 1).equals(line.segments().get(segment.substring(0, equals)));
  }
}
