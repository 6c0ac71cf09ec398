package io.glasswatch.stream.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Interaction;
import io.glasswatch.stream.Samples;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import io.glasswatch.stream.ingest.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraitsTest {

  private static final String RECORD =
      """
      {"id": "i-1", "conversation": "c-1", "user": "ann", "model": "bot@1",
       "segments": {"tenant": "acme", "route": "a"}, "prompt": "May I?", "response": "Yes.",
       "output_tokens": 7, "finish_reason": "stop", "logprobs": [-0.5], "latency_seconds": 0.5,
       "time": "2026-11-22T11:00:00Z", "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}
      """;

  private final Traits traits = new Traits();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          i-1 | i-2
          c-1 | c-2
          ann | ben
          "user": "ann", | ''
          bot@1 | bot@2
          acme | other
          "tenant" | "language"
          May I? | Can I?
          Yes. | No.
          : 7 | : 8
          "stop" | "length"
          -0.5] | -0.6]
          4bf9 | 4bf8
          "user": "ann", | "user": "ann", "error": "timeout",
          "prompt": "May I?" | "request": [{"role": "tool", "text": "May I?"}]
          "prompt": "May I?" | "request": [{"role": "user", "text": "May"}, {"role": "user", "text": " I?"}]
          "prompt": "May I?", "response": "Yes." | "prompt": "May I?Y", "response": "es."
          """)
  void whateverIsSaidOrToldOtherwiseIsAnotherContent(String what, String other) {
    assertThat(content(RECORD.replace(what, other))).isNotEqualTo(content(RECORD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-22T11:00:00Z | 2026-11-22T11:00:01Z
          0.5, | 0.6,
          "tenant": "acme", "route": "a" | "route": "a", "tenant": "acme"
          """)
  void whenItWasAndInWhatOrderItIsToldMakesNoOtherContent(String what, String other) {
    assertThat(content(RECORD.replace(what, other))).isEqualTo(content(RECORD));
  }

  @Test
  void anIdOfAnyLengthIsSixteenBytes() {
    assertThat(traits.id(read(RECORD)).get()).hasSize(16);
    assertThat(traits.id(read(RECORD.replace("i-1", "i".repeat(4_000)))).get()).hasSize(16);
    assertThat(traits.id(read(RECORD.replace("ann", "ben")))).isEqualTo(traits.id(read(RECORD)));
    assertThat(traits.id(read(RECORD.replace("i-1", "i-2")))).isNotEqualTo(traits.id(read(RECORD)));
  }

  private byte[] content(String record) {
    return traits.content(read(record));
  }

  private static Interaction read(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    Reading reading = Formats.standard().read(new RawRecord(bytes, Samples.NOON, Map.of()));
    return ((Reading.Read) reading).interactions().get(0);
  }
}
