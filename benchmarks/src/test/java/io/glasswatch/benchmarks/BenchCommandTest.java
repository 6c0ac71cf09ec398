package io.glasswatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class BenchCommandTest {

  private static final Set<String> LIGHT = Set.of("pipeline", "stages", "match");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(args);
  }

  /** Those that start at most one broker. */
  static Stream<Bench> light() {
    return Benches.MAIN.stream().filter(bench -> LIGHT.contains(bench.name()));
  }

  static Stream<Bench> heavy() {
    return Benches.MAIN.stream().filter(bench -> !LIGHT.contains(bench.name()));
  }

  @Test
  void theCommandLineKnowsItWhenTheModuleIsThere() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("bench");
  }

  @Test
  void listNamesEveryBench() {
    assertThat(run("bench", "--list")).isZero();
    assertThat(out.toString().lines()).hasSize(Benches.ALL.size());
    Benches.ALL.forEach(b -> assertThat(out.toString()).contains(b.name()).contains(b.about()));
  }

  @Test
  void aBenchThatIsNotThereIsAnErrorThatNamesThoseThatAre() {
    assertThat(run("bench", "pipelin")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no bench \"pipelin\"; there are pipeline");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("light")
  void everyLightBenchRuns(Bench bench) throws Exception {
    assertThat(tiny(bench).markdown()).contains("--:|");
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("heavy")
  void everyHeavyBenchRuns(Bench bench) throws Exception {
    assertThat(tiny(bench).markdown()).contains("--:|");
  }

  private static Report tiny(Bench bench) throws Exception {
    return bench.run().run(Effort.TINY, what -> {});
  }
}
