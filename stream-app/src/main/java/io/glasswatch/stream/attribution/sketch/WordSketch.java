package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The words that carry most of the mass, in a fixed room: at most {@value #CAPACITY} of them,
 * however many there are.
 *
 * <p>A word's mass is never too large, and too small by at most {@link #error}, which is at most
 * {@code (total - sum of masses here) / (CAPACITY + 1)}; a word that is missing has no more mass
 * than the error. Both hold after any merging.
 *
 * <p>Words are kept under a hash of theirs; the text itself stays only once enough people have used
 * the word, see {@link #hide}.
 */
public final class WordSketch {

  /*
   * Misra-Gries with weights: when there is one word too many, the mass of the lightest is taken
   * from all of them, so that every unit of error has cost (CAPACITY + 1) units of the total [1].
   * Merging adds the masses up and then takes the (CAPACITY + 1)-th largest from all, which keeps
   * the bound [2].
   *
   * [1] Misra, Gries, Finding Repeated Elements, Science of Computer Programming 2, 1982
   * [2] Agarwal et al., Mergeable Summaries, ACM Transactions on Database Systems 38(4), 2013
   */

  /** Words at most. */
  public static final int CAPACITY = 128;

  private final Map<Long, Seen> words = new HashMap<>();
  private long total;
  private long error;

  /** Adds what one interaction says of one word; {@code hash} tells words apart. */
  void add(long hash, Seen seen) {
    Require.that(seen.mass() >= 0, "mass must be at least 0, but was %d", seen.mass());
    total += seen.mass();
    put(hash, seen);
    reduce();
  }

  /** Adds all that {@code other} holds; {@code other} is unchanged. */
  public void merge(WordSketch other) {
    WordSketch copy = read(new BytesIn(other.toBytes()));
    total += copy.total;
    error += copy.error;
    copy.words.forEach(this::put);
    reduce();
  }

  /**
   * Forgets the text of words that fewer than {@code enough} people have used; what they weigh
   * stays.
   */
  public void hide(int enough) {
    words.values().forEach(seen -> seen.hide(enough));
  }

  /** Returns the mass of all words that were ever added. */
  public long total() {
    return total;
  }

  /** Returns by how much a word's mass may be too small. */
  public long error() {
    return error;
  }

  /** Returns how many words are here, at most {@link #CAPACITY}. */
  public int size() {
    return words.size();
  }

  /** Returns what is known of the word of that hash, with no mass if it is not here. */
  Seen of(long hash) {
    return words.getOrDefault(hash, new Seen());
  }

  /** Returns the mass of all words that are here. */
  long held() {
    return words.values().stream().mapToLong(Seen::mass).sum();
  }

  /** Returns the words that may be shown, the heaviest first, at most {@code most}. */
  List<Seen> heaviest(int most, int enough) {
    return words.values().stream()
        .filter(seen -> seen.usedBy(enough) && !seen.text().isEmpty())
        .sorted(Comparator.comparingLong(Seen::mass).reversed().thenComparing(Seen::text))
        .limit(most)
        .toList();
  }

  /** Changes every word that is here. */
  void each(Consumer<Seen> change) {
    words.values().forEach(change);
  }

  private void put(long hash, Seen seen) {
    Seen known = words.putIfAbsent(hash, seen);
    if (known != null) {
      known.merge(seen);
    }
  }

  private void reduce() {
    if (words.size() <= CAPACITY) {
      return;
    }
    long[] masses = words.values().stream().mapToLong(Seen::mass).sorted().toArray();
    long less = masses[masses.length - 1 - CAPACITY];
    error += less;
    words.values().removeIf(seen -> seen.mass() <= less);
    words.values().forEach(seen -> seen.shrink(less));
  }

  private byte[] toBytes() {
    BytesOut out = new BytesOut();
    write(out);
    return out.toBytes();
  }

  void write(BytesOut out) {
    out.number(total);
    out.number(error);
    out.number(words.size());
    new TreeMap<>(words)
        .forEach(
            (hash, seen) -> {
              out.fixed(hash);
              seen.write(out);
            });
  }

  static WordSketch read(BytesIn in) {
    WordSketch sketch = new WordSketch();
    sketch.total = in.number();
    sketch.error = in.number();
    for (long left = in.number(); left > 0; left--) {
      sketch.words.put(in.fixed(), Seen.read(in));
    }
    return sketch;
  }
}
