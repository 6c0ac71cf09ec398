package io.glasswatch.stream.drift;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.stream.alert.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which scopes an interaction counts in: its model as a whole, and one for each dimension.
 *
 * <p>The first {@code values} values of a dimension get a scope of their own, and so do the first
 * model versions; whoever controls the others controls only the scope called {@code other}.
 */
final class Segments {

  static final String OTHER = "other";

  private static final String MODEL = "model";
  private static final int LONGEST = 100;
  private static final int MOST_KNOWN = 10_000;

  private final DriftSettings settings;
  private final LiveStore<Long> admitted;
  private final DriftListener listener;
  private final Map<String, Integer> sizes = new TreeMap<>();

  /** Keys that were found before, of traffic that has a scope for each of its values. */
  private final Map<Traffic, List<String>> known = new HashMap<>();

  private boolean folded;

  private record Traffic(ModelVersion model, Map<String, String> segments) {}

  /**
   * @param admitted the values that have a scope: 1 by {@code dimension=value}
   */
  Segments(DriftSettings settings, LiveStore<Long> admitted, DriftListener listener) {
    this.settings = settings;
    this.admitted = admitted;
    this.listener = listener;
    for (String key : admitted.all().keySet()) {
      sizes.merge(key.substring(0, key.indexOf('=')), 1, Integer::sum);
    }
  }

  /** Returns the keys of the scopes. */
  List<String> keys(Assessment assessment) {
    Traffic traffic = new Traffic(assessment.model(), assessment.segments());
    List<String> cached = known.get(traffic);
    if (cached != null) {
      return cached;
    }
    folded = false;
    List<String> keys = scopes(assessment).stream().map(Scope::key).toList();
    if (!folded) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(traffic, keys);
    }
    return keys;
  }

  private List<Scope> scopes(Assessment assessment) {
    String model = admitted(MODEL, assessment.model().label());
    List<Scope> scopes = new ArrayList<>(1 + settings.dimensions().size());
    scopes.add(new Scope(model, Scope.ALL));
    for (String dimension : settings.dimensions()) {
      String value = assessment.segments().get(dimension);
      if (value != null && !value.isBlank()) {
        scopes.add(new Scope(model, dimension + "=" + admitted(dimension, value)));
      }
    }
    return scopes;
  }

  private String admitted(String dimension, String value) {
    String key = dimension + "=" + value;
    if (admitted.all().containsKey(key)) {
      return value;
    }
    int size = sizes.getOrDefault(dimension, 0);
    if (size >= settings.values() || value.length() > LONGEST) {
      folded = true;
      listener.folded(dimension);
      return OTHER;
    }
    sizes.put(dimension, size + 1);
    admitted.put(key, 1L);
    return value;
  }
}
