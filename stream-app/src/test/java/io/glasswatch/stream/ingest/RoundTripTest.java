package io.glasswatch.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Interaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Formats FORMATS = new Formats(Limits.STANDARD, InstantSource.fixed(NOW));

  static Set<String> shapes() {
    return Writers.ALL.keySet();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void anyInteractionComesBackFromEveryShapeWithAllThatItHasAPlaceFor(String shape) {
    Writers.Writer writer = Writers.ALL.get(shape);
    RandomInteractions random = new RandomInteractions(7);
    for (int n = 0; n < 300; n++) {
      Interaction written = random.plain();
      byte[] record = writer.write().apply(written);

      Reading reading = FORMATS.read(new RawRecord(record, NOW, Map.of()));

      assertThat(reading).isInstanceOf(Reading.Read.class);
      assertThat(((Reading.Read) reading).interactions())
          .hasSize(1)
          .first()
          .usingRecursiveComparison()
          .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1, Double.class)
          .isEqualTo(kept(written, Set.copyOf(writer.keeps())));
    }
  }

  private static Interaction kept(Interaction i, Set<String> keeps) {
    boolean tokens = keeps.contains("tokens");
    return new Interaction(
        i.id(),
        i.conversation(),
        i.model(),
        keeps.contains("segments") ? i.segments() : Map.of(),
        keeps.contains("user") ? i.user() : Optional.empty(),
        i.time(),
        i.request(),
        i.response(),
        keeps.contains("latency") ? i.latencySeconds() : OptionalDouble.empty(),
        keeps.contains("first token") ? i.timeToFirstTokenSeconds() : OptionalDouble.empty(),
        tokens ? i.inputTokens() : OptionalLong.empty(),
        tokens ? i.outputTokens() : OptionalLong.empty(),
        i.finishReason(),
        keeps.contains("logprobs") ? i.logprobs() : List.of(),
        i.error(),
        keeps.contains("trace") ? i.traceId() : Optional.empty(),
        Optional.empty());
  }
}
