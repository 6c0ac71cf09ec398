package io.glasswatch.stream.drift.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowCountsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recordsMayBeSpreadAndMergedInAnyWay(long seed) {
    Random random = new Random(seed);
    List<Map<String, Double>> records = records(random, 300);
    WindowCounts inOneGo = counted(records);

    List<WindowCounts> parts = new ArrayList<>();
    int from = 0;
    while (from < records.size()) {
      int to = Math.min(records.size(), from + 1 + random.nextInt(60));
      parts.add(counted(records.subList(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      Collections.shuffle(parts, random);
      WindowCounts left = WindowCounts.of(parts.remove(0).toBytes());
      left.merge(parts.remove(0));
      parts.add(left);
    }

    assertThat(parts.get(0).toBytes()).isEqualTo(inOneGo.toBytes());
  }

  @Test
  void meanAndScatterOfVectorsAreThoseOfTheVectors() {
    List<List<Double>> vectors = new Random(5).doubles(500).mapToObj(x -> vector(10 * x)).toList();
    Moments moments = new Moments();
    vectors.forEach(moments::add);

    double[] mean = new double[Moments.DIMENSIONS];
    vectors.forEach(v -> Arrays.setAll(mean, i -> mean[i] + v.get(i) / 500));
    assertThat(moments.mean()).containsExactly(mean, within(2e-5));
    double[][] scatter = moments.scatter();
    for (int i = 0; i < mean.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        int a = i;
        int b = j;
        double sum =
            vectors.stream().mapToDouble(v -> (v.get(a) - mean[a]) * (v.get(b) - mean[b])).sum();
        assertThat(scatter[i][j]).isEqualTo(sum, within(0.02));
      }
    }
  }

  @Test
  void countsWithoutVectorsAreWrittenAsBeforeThereWereAny() {
    WindowCounts counts = new WindowCounts();
    counts.add(Map.of("n", 3.0));

    BytesOut before = new BytesOut();
    before.number(1);
    before.number(1);
    before.text("n");
    counts.of("n").orElseThrow().write(before);

    assertThat(counts.toBytes()).isEqualTo(before.toBytes());
    assertThat(WindowCounts.of(counts.toBytes()).vectors()).isEmpty();
  }

  @Test
  void mergingLeavesTheOtherUnchanged() {
    WindowCounts one = counted(records(new Random(1), 50));
    WindowCounts other = counted(records(new Random(2), 50));
    byte[] before = other.toBytes();

    one.merge(other);
    one.add(Map.of("length", 7.0));

    assertThat(other.toBytes()).isEqualTo(before);
  }

  @Test
  void countsZerosAndOnesExactly() {
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < 1000; i++) {
      counts.add(Map.of("refusal", i % 50 == 0 ? 1.0 : 0.0));
    }

    SignalCounts refusal = counts.of("refusal").orElseThrow();

    assertThat(refusal.occupied()).containsExactly(Buckets.of(0), Buckets.of(1));
    assertThat(refusal.in(Buckets.of(0))).isEqualTo(980);
    assertThat(refusal.in(Buckets.of(1))).isEqualTo(20);
    assertThat(refusal.mean()).isEqualTo(0.02);
    assertThat(refusal.variance()).isEqualTo(0.02 * 0.98, within(1e-12));
  }

  @Test
  void wholeNumbersUpTo128HaveTheirOwnBuckets() {
    assertThat(IntStream.rangeClosed(-128, 128).map(Buckets::of).distinct().count()).isEqualTo(257);
    assertThat(IntStream.rangeClosed(-128, 128).allMatch(i -> Buckets.value(Buckets.of(i)) == i))
        .isTrue();
  }

  @Test
  void aBucketTellsItsNumbersToWithinTheSixtyFourthPart() {
    Random random = new Random(7);
    double previous = 0;
    for (double x = Buckets.SMALLEST; x < Buckets.LARGEST; x *= 1 + random.nextDouble() / 50) {
      double value = Buckets.value(Buckets.of(x));
      assertThat(value).isBetween(x * (1 - 1.0 / 64), x).isGreaterThanOrEqualTo(previous);
      assertThat(Buckets.of(-x)).isEqualTo(-Buckets.of(x));
      previous = value;
    }
  }

  @Test
  void numbersBeyondTheAxisCountAtItsEnds() {
    assertThat(Buckets.of(Double.MAX_VALUE)).isEqualTo(Buckets.LAST);
    assertThat(Buckets.of(-Double.MAX_VALUE)).isEqualTo(-Buckets.LAST);
    assertThat(Buckets.of(Double.MIN_VALUE)).isZero();
    assertThat(Buckets.value(Buckets.LAST)).isEqualTo(Buckets.LARGEST);
  }

  @Test
  void whatIsNotANumberIsLeftOut() {
    WindowCounts counts = new WindowCounts();
    counts.add(Map.of("entropy", Double.NaN, "latency", Double.POSITIVE_INFINITY, "length", 3.0));

    assertThat(counts.records()).isEqualTo(1);
    assertThat(counts.signals()).containsExactly("length");
  }

  @Test
  void quantilesAreThoseOfTheSortedNumbers() {
    double[] sorted = new Random(3).doubles(1001).map(x -> Math.exp(4 * x) - 5).sorted().toArray();
    SignalCounts counts = new SignalCounts();
    DoubleStream.of(sorted).forEach(counts::add);

    for (double q : new double[] {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1}) {
      double exact = sorted[Math.max(0, (int) Math.ceil(q * 1001) - 1)];
      assertThat(counts.quantile(q)).isEqualTo(exact, within(Math.abs(exact) / 64));
    }
  }

  @Test
  void meanAndVarianceAreThoseOfTheNumbers() {
    double[] numbers = new Random(4).doubles(5000).map(x -> -1e6 * Math.log(x)).toArray();
    SignalCounts counts = new SignalCounts();
    DoubleStream.of(numbers).forEach(counts::add);
    double mean = DoubleStream.of(numbers).average().orElseThrow();
    double variance =
        DoubleStream.of(numbers).map(x -> (x - mean) * (x - mean)).average().orElseThrow();

    assertThat(counts.mean()).isEqualTo(mean, within(1e-9 * mean));
    assertThat(counts.variance()).isEqualTo(variance, within(1e-9 * variance));
  }

  @Test
  void sumsDoNotOverflowAtTheEndsOfTheAxis() {
    SignalCounts counts = new SignalCounts();
    for (int i = 0; i < 100_000; i++) {
      counts.add(1e300);
    }

    assertThat(counts.mean()).isEqualTo(Buckets.LARGEST);
    assertThat(counts.variance()).isZero();
  }

  @Test
  void aBucketThatDoesNotExistIsRefused() {
    BytesOut out = new BytesOut();
    for (long number : new long[] {1, 1}) {
      out.number(number);
    }
    out.text("x");
    out.number(1);
    for (int i = 0; i < 4; i++) {
      out.fixed(0);
    }
    for (long number : new long[] {1, 9999, 1}) {
      out.number(number);
    }

    assertThatThrownBy(() -> WindowCounts.of(out.toBytes()))
        .hasMessage("no bucket has the number 9999");
  }

  private static WindowCounts counted(List<Map<String, Double>> records) {
    WindowCounts counts = new WindowCounts();
    records.forEach(
        record ->
            counts.add(
                record.containsKey("z")
                    ? Measured.of(record, Map.of("embedding", vector(record.get("z"))))
                    : Measured.of(record)));
    return counts;
  }

  private static List<Double> vector(double x) {
    return IntStream.range(0, Moments.DIMENSIONS).mapToObj(i -> Math.sin(x + i)).toList();
  }

  private static List<Map<String, Double>> records(Random random, int n) {
    List<Map<String, Double>> records = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double length = Math.exp(5 + random.nextGaussian());
      records.add(
          random.nextInt(10) == 0
              ? Map.of("length", length)
              : Map.of(
                  "length", length, "z", random.nextGaussian(), "refusal", i % 9 == 0 ? 1. : 0));
    }
    return records;
  }
}
