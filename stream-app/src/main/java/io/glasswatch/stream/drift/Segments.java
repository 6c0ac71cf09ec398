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
 * model versions; whoever controls the others controls only the scope called {@code other}. A value
 * that is not seen for a week gives its place to the next.
 */
public final class Segments {

  static final String OTHER = "other";

  private static final String MODEL = "model";
  private static final int LONGEST = 100;
  private static final int MOST_KNOWN = 10_000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long DAYS_KEPT = 7;

  private final DriftSettings settings;
  private final LiveStore<Long> admitted;
  private final DriftListener listener;
  private final Map<String, Integer> sizes = new TreeMap<>();

  /** Keys that were found before, of traffic that has a scope for each of its values. */
  private final Map<Traffic, List<String>> known = new HashMap<>();

  private boolean folded;

  /** The latest day of an event, counted from 1970. */
  private long today;

  private record Traffic(ModelVersion model, Map<String, String> segments) {}

  /**
   * @param admitted the values that have a scope: the day they were last seen, by {@code
   *     dimension=value}
   */
  public Segments(DriftSettings settings, LiveStore<Long> admitted, DriftListener listener) {
    this.settings = settings;
    this.admitted = admitted;
    this.listener = listener;
    for (String key : admitted.all().keySet()) {
      sizes.merge(key.substring(0, key.indexOf('=')), 1, Integer::sum);
    }
  }

  /** Returns the keys of the scopes. */
  public List<String> keys(Assessment assessment) {
    long day = Math.floorDiv(assessment.time().getEpochSecond(), SECONDS_PER_DAY);
    if (day > today) {
      today = day;
      known.clear();
    }
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
    Long seen = admitted.all().get(key);
    if (seen == null && !hasRoom(dimension, value)) {
      folded = true;
      listener.folded(dimension);
      return OTHER;
    }
    if (seen == null) {
      sizes.merge(dimension, 1, Integer::sum);
    }
    if (seen == null || seen < today) {
      admitted.put(key, today);
    }
    return value;
  }

  private boolean hasRoom(String dimension, String value) {
    if (value.length() > LONGEST) {
      return false;
    }
    if (sizes.getOrDefault(dimension, 0) >= settings.values()) {
      forget(dimension);
    }
    return sizes.getOrDefault(dimension, 0) < settings.values();
  }

  /** Gives up the places of values that have not been seen for some days. */
  private void forget(String dimension) {
    for (Map.Entry<String, Long> entry : Map.copyOf(admitted.all()).entrySet()) {
      if (entry.getKey().startsWith(dimension + "=") && entry.getValue() < today - DAYS_KEPT) {
        admitted.remove(entry.getKey());
        sizes.merge(dimension, -1, Integer::sum);
      }
    }
  }
}
