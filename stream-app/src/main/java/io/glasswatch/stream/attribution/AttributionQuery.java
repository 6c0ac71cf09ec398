package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.alert.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which attributions are asked for; an empty filter lets everything through.
 *
 * @param segment {@code dimension=value}, or {@link Scope#ALL} for all traffic of a model
 * @param window the one window whose words are asked for; empty for all of them together
 */
public record AttributionQuery(
    Optional<String> model,
    String segment,
    Optional<String> category,
    Optional<String> method,
    Optional<Instant> window) {

  /** All traffic of every model. */
  public static final AttributionQuery ALL =
      new AttributionQuery(
          Optional.empty(), Scope.ALL, Optional.empty(), Optional.empty(), Optional.empty());

  public AttributionQuery {
    Require.notBlank(segment, "segment");
  }

  /** Returns the query as parameters of an address: what is not asked for is missing. */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    model.ifPresent(v -> parameters.put("model", v));
    parameters.put("segment", segment);
    category.ifPresent(v -> parameters.put("category", v));
    method.ifPresent(v -> parameters.put("method", v));
    window.ifPresent(v -> parameters.put("window", v.toString()));
    return parameters;
  }

  /** Returns whether {@code key} is asked for. */
  public boolean accepts(SeriesKey key) {
    return model.map(key.model()::equals).orElse(true)
        && segment.equals(key.segment())
        && category.map(key.category()::equals).orElse(true)
        && method.map(key.method()::equals).orElse(true);
  }

  /** Returns the same without the filters that tell series of a segment apart. */
  public AttributionQuery ofEverySeries() {
    return new AttributionQuery(
        Optional.empty(), segment, Optional.empty(), Optional.empty(), window);
  }

  boolean showsWordsOf(Instant start) {
    return window.map(start::equals).orElse(true);
  }
}
