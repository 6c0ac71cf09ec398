package io.glasswatch.benchmarks.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each contender cost, pass by pass, in the order of the passes.
 *
 * @param title what is compared
 * @param base the contender that the others are held against, and all its passes
 * @param again the passes of the same work once more: what the base differs from itself by is noise
 * @param others the rest, in their order
 */
public record Comparison(String title, Passes base, Passes again, List<Passes> others) {

  /** How far the base may seem to differ from itself. */
  private static final double NOISE = 0.1;

  /** The passes of one contender. */
  public record Passes(String name, List<Cost> costs) {
    public Passes {
      costs = List.copyOf(costs);
    }

    /** Returns the median of records a second. */
    public double rate() {
      return median(Cost::rate);
    }

    /** Returns the median of processor microseconds a record. */
    public double cpuMicros() {
      return median(Cost::cpuMicros);
    }

    double median(ToDoubleFunction<Cost> what) {
      return quantile(what, 0.5);
    }

    double quantile(ToDoubleFunction<Cost> what, double q) {
      double[] sorted = costs.stream().mapToDouble(what).sorted().toArray();
      double at = q * (sorted.length - 1);
      int below = (int) at;
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
  }

  public Comparison {
    others = List.copyOf(others);
  }

  /** Returns records a second of {@code other} over those of the base. */
  public double rateRatio(String other) {
    return find(other).rate() / base.rate();
  }

  /** Returns processor time a record of {@code other} over that of the base. */
  public double cpuRatio(String other) {
    return find(other).cpuMicros() / base.cpuMicros();
  }

  /** Returns the passes of the contender of that name. */
  public Passes find(String name) {
    return others.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nobody is named " + name));
  }

  /** Returns records a second of the base's second passes over those of its first. */
  public double rateControl() {
    return again.rate() / base.rate();
  }

  /** Returns processor time a record of the base's second passes over that of its first. */
  public double cpuControl() {
    return again.cpuMicros() / base.cpuMicros();
  }

  /** Returns what cannot be trusted, since the base differs from itself by more than a tenth. */
  public List<String> tooNoisy() {
    List<String> noisy = new ArrayList<>();
    if (isNoise(rateControl())) {
      noisy.add(
          String.format(Locale.ROOT, "%s: records/s (A/A %.2f): too noisy", title, rateControl()));
    }
    if (isNoise(cpuControl())) {
      noisy.add(
          String.format(
              Locale.ROOT, "%s: CPU a record (A/A %.2f): too noisy", title, cpuControl()));
    }
    return noisy;
  }

  private static boolean isNoise(double control) {
    return !(control >= 1 - NOISE && control <= 1 + NOISE);
  }

  /** Returns the table of this comparison. */
  public String markdown() {
    StringBuilder table = new StringBuilder("### " + title + "\n\n");
    table.append(
        "| what | records/s | of the first | CPU µs/record | of the first | CPU, quartiles |\n");
    table.append("|---|--:|--:|--:|--:|--:|\n");
    row(table, base);
    others.forEach(passes -> row(table, passes));
    table.append(
        String.format(
            Locale.ROOT,
            "%nA/A: records/s %.2f, CPU %.2f; medians of %d passes%n",
            rateControl(),
            cpuControl(),
            base.costs().size()));
    return table.toString();
  }

  private void row(StringBuilder table, Passes passes) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f–%.2f |%n",
            passes.name(),
            passes.rate(),
            passes.rate() / base.rate(),
            passes.cpuMicros(),
            passes.cpuMicros() / base.cpuMicros(),
            passes.quantile(Cost::cpuMicros, 0.25),
            passes.quantile(Cost::cpuMicros, 0.75)));
  }

  /** Returns the same for a program to read. */
  public Map<String, Object> fields() {
    List<Map<String, Object>> contenders = new ArrayList<>();
    for (Passes passes : all()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", passes.name());
      one.put("records_per_second", passes.rate());
      one.put("cpu_micros_per_record", passes.cpuMicros());
      one.put("passes", passes.costs());
      contenders.add(one);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("title", title);
    fields.put("control_records_per_second", rateControl());
    fields.put("control_cpu", cpuControl());
    fields.put("contenders", contenders);
    return fields;
  }

  private List<Passes> all() {
    List<Passes> all = new ArrayList<>(Arrays.asList(base, again));
    all.addAll(others);
    return all;
  }
}
