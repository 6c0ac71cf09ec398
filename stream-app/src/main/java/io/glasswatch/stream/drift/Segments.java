package io.glasswatch.stream.drift;

import io.glasswatch.contract.Assessment;
import io.glasswatch.stream.alert.Scope;
import java.util.ArrayList;
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

  private final DriftSettings settings;
  private final LiveStore<Long> admitted;
  private final DriftListener listener;
  private final Map<String, Integer> sizes = new TreeMap<>();

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

  List<Scope> of(Assessment assessment) {
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
      listener.folded(dimension);
      return OTHER;
    }
    sizes.put(dimension, size + 1);
    admitted.put(key, 1L);
    return value;
  }
}
