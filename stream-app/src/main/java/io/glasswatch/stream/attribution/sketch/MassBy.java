package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import java.util.EnumMap;
import java.util.Map;

/** Mass by something of which there are a few; exact. */
final class MassBy<E extends Enum<E>> {

  private final Class<E> kind;
  private final Map<E, Long> masses;

  MassBy(Class<E> kind) {
    this.kind = kind;
    this.masses = new EnumMap<>(kind);
  }

  void add(E of, long mass) {
    masses.merge(of, mass, Long::sum);
  }

  void merge(MassBy<E> other) {
    other.masses.forEach(this::add);
  }

  long total() {
    return masses.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the share of the total, 0 to 1. */
  double share(E of) {
    return Mass.share(masses.getOrDefault(of, 0L), total());
  }

  void write(BytesOut out) {
    out.number(masses.size());
    masses.forEach(
        (of, mass) -> {
          out.text(of.name());
          out.number(mass);
        });
  }

  void read(BytesIn in) {
    for (long left = in.number(); left > 0; left--) {
      add(Enum.valueOf(kind, in.text()), in.number());
    }
  }
}
