package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.count.SignalCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Signals as language models show them, none of which drifts. */
final class Signals {

  private Signals() {}

  /** Returns how each is drawn, by name. */
  static Map<String, ToDoubleFunction<Random>> all() {
    Map<String, ToDoubleFunction<Random>> all = new LinkedHashMap<>();
    all.put("normal", Random::nextGaussian);
    all.put("log-normal length", r -> Math.rint(200 * Math.exp(r.nextGaussian())));
    all.put("Bernoulli 2 %", r -> r.nextDouble() < 0.02 ? 1 : 0);
    all.put("Pareto 1.5", r -> Math.pow(1 - r.nextDouble(), -1 / 1.5));
    all.put("score 0 to 1", r -> Math.pow(r.nextDouble(), 6));
    return all;
  }

  static SignalCounts draw(ToDoubleFunction<Random> signal, Random random, int n) {
    SignalCounts counts = new SignalCounts();
    for (int i = 0; i < n; i++) {
      counts.add(signal.applyAsDouble(random));
    }
    return counts;
  }
}
