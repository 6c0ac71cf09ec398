package io.glasswatch.stream.attribution.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordSketchTest {

  private record Use(long word, long mass) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noWordIsOffByMoreThanTheBound(long seed) {
    List<Use> uses = uses(seed);
    WordSketch sketch = sketchOf(uses);

    assertThat(sketch.error()).isPositive();
    assertBounds(sketch, uses);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mergingPartsIsAsGoodAsTheWhole(long seed) {
    List<Use> uses = uses(seed);
    Random random = new Random(-seed);
    List<WordSketch> parts = new ArrayList<>();
    for (int from = 0; from < uses.size(); ) {
      int to = Math.min(uses.size(), from + 1 + random.nextInt(1500));
      parts.add(sketchOf(uses.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      WordSketch one = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).merge(one);
    }

    assertBounds(parts.get(0), uses);
  }

  @Test
  void aHeavyWordIsNeverLost() {
    List<Use> uses = uses(9);
    long total = uses.stream().mapToLong(Use::mass).sum();
    uses.add(uses.size() / 2, new Use(-1, total / WordSketch.CAPACITY));

    assertThat(sketchOf(uses).of(-1).mass()).isPositive();
  }

  @Test
  void fewWordsAreExact() {
    List<Use> uses = uses(1).stream().filter(use -> use.word < WordSketch.CAPACITY).toList();

    WordSketch sketch = sketchOf(uses);

    assertThat(sketch.error()).isZero();
    truth(uses).forEach((word, mass) -> assertThat(sketch.of(word).mass()).isEqualTo(mass));
  }

  @Test
  void mergingChangesNothingInWhatIsMerged() {
    WordSketch one = sketchOf(uses(1));
    WordSketch other = sketchOf(uses(2));
    byte[] before = bytes(other);

    one.merge(other);
    one.merge(other);

    assertThat(bytes(other)).isEqualTo(before);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    byte[] bytes = bytes(sketchOf(uses(3)));

    assertThat(bytes(WordSketch.read(new BytesIn(bytes)))).isEqualTo(bytes);
  }

  /** The bound of the paper, and that what is exposed as the error holds for every single word. */
  private static void assertBounds(WordSketch sketch, List<Use> uses) {
    long total = uses.stream().mapToLong(Use::mass).sum();
    assertThat(sketch.total()).isEqualTo(total);
    assertThat(sketch.size()).isLessThanOrEqualTo(WordSketch.CAPACITY);
    assertThat(sketch.error())
        .isLessThanOrEqualTo((total - sketch.held()) / (WordSketch.CAPACITY + 1));
    truth(uses)
        .forEach(
            (word, mass) ->
                assertThat(sketch.of(word).mass()).isBetween(mass - sketch.error(), mass));
  }

  private static Map<Long, Long> truth(List<Use> uses) {
    Map<Long, Long> truth = new HashMap<>();
    uses.forEach(use -> truth.merge(use.word, use.mass, Long::sum));
    return truth;
  }

  private static WordSketch sketchOf(List<Use> uses) {
    WordSketch sketch = new WordSketch();
    uses.forEach(use -> sketch.add(use.word, Seen.once("w" + use.word, 1, use.mass, 0)));
    return sketch;
  }

  /** Words as in a text: a few often, most rarely; of any weight, also none. */
  private static List<Use> uses(long seed) {
    Random random = new Random(seed);
    List<Use> uses = new ArrayList<>();
    for (int i = 0; i < 8000; i++) {
      long word = (long) (Math.pow(random.nextDouble(), 3) * 2000);
      uses.add(new Use(word, random.nextInt(1 << 20)));
    }
    return uses;
  }

  private static byte[] bytes(WordSketch sketch) {
    BytesOut out = new BytesOut();
    sketch.write(out);
    return out.toBytes();
  }
}
