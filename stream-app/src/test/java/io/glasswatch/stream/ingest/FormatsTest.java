package io.glasswatch.stream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Rejected.Reason;
import io.glasswatch.stream.ingest.Reading.Read;
import io.glasswatch.stream.ingest.Reading.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Formats FORMATS = new Formats(Limits.STANDARD, InstantSource.fixed(NOON));
  private static final Path ROOT = Path.of(System.getProperty("glasswatch.root", ".."));

  @Test
  void whatTheContractWritesComesBackEqual() throws IOException {
    RandomInteractions random = new RandomInteractions(1);
    for (int i = 0; i < 5_000; i++) {
      Interaction interaction = random.next();
      byte[] json = Json.TEXT.writeValueAsBytes(interaction);

      assertThat(read(json)).isEqualTo(new Read(List.of(interaction)));
    }
  }

  @Test
  void theShorthandsOfALogAreRead() {
    Interaction interaction =
        interaction(
            """
            {"id": "i-1", "model": "bot@7", "prompt": "hi", "response": "hello", "colour": [1]}
            """);

    assertThat(interaction.model()).isEqualTo(new ModelVersion("bot", "7"));
    assertThat(interaction.conversation()).isEqualTo("i-1");
    assertThat(interaction.time()).isEqualTo(NOON.minusSeconds(1));
    assertThat(interaction.request()).containsExactly(new Message("user", "hi"));
    assertThat(interaction.response()).containsExactly(new Message("assistant", "hello"));
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    assertThat(interaction("{\"id\":\"i\",\"model\":\"m\",\"prompt\":\"a\\uD83D b\"}").request())
        .containsExactly(new Message("user", "a\uFFFD b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"model":"m","prompt":""}                               | missing_field  | field "id" is missing
          {"id":" ","model":"m","prompt":""}                      | wrong_field    | field "id" must be text that is not blank, but was blank
          {"id":"i","prompt":""}                                  | missing_field  | field "model" is missing
          {"id":"i","model":7,"prompt":""}                        | wrong_field    | field "model" must be an object or text, but was another number
          {"id":"i","model":{"version":"1"},"prompt":""}          | missing_field  | field "model.name" is missing
          {"id":"i","model":"m"}                                  | missing_field  | field "request" is missing
          {"id":"i","model":"m","prompt":{"a":1}}                 | wrong_field    | field "prompt" must be text or a list of messages, but was an object
          {"id":"i","model":"m","request":[{"role":"user"}]}      | missing_field  | field "request[0].text" is missing
          {"id":"i","model":"m","response":[7]}                   | wrong_field    | field "response[0]" must be an object, but was another number
          {"id":"i","model":"m","prompt":"","latency_seconds":"x"} | wrong_field   | field "latency_seconds" must be a number of at least 0, but was text
          {"id":"i","model":"m","prompt":"","latency_seconds":-1} | wrong_field    | field "latency_seconds" must be a number of at least 0, but was a negative number
          {"id":"i","model":"m","prompt":"","latency_seconds":1e999} | wrong_field | field "latency_seconds" must be a number of at least 0, but was a number out of range
          {"id":"i","model":"m","prompt":"","input_tokens":1.5}   | wrong_field    | field "input_tokens" must be a whole number of at least 0, but was another number
          {"id":"i","model":"m","prompt":"","logprobs":[0.5]}     | wrong_field    | field "logprobs" must be a list of numbers of at most 0, but was one with another number
          {"id":"i","model":"m","prompt":"","segments":{"a":1}}   | wrong_field    | field "segments" must be an object of texts, but was one with another number
          {"id":"i","model":"m","prompt":"","trace_id":"secret"}  | wrong_field    | field "trace_id" must be 32 hexadecimal digits in lower case, but was other text
          {"id":"i","model":"m","prompt":"","time":"noon"}        | wrong_field    | field "time" must be an ISO-8601 time with offset such as 2026-01-31T12:00:00Z, but was other text
          {"id":"i","model":"m","prompt":"","time":"1999-12-31T23:59:59Z"} | time_out_of_range | field "time" must not lie before 2000-01-01T00:00:00Z, but does
          {"id":"i","model":"m","prompt":"","time":"2026-11-22T13:00:01Z"} | time_out_of_range | field "time" must not lie more than PT1H in the future, but does
          {"id":"i","id":"j"}                                     | malformed_json | a field is given twice at byte 15
          {"id":"i"} {}                                           | malformed_json | more than one value at byte 11
          {"id":"i"                                               | malformed_json | not JSON at byte 9
          [1]                                                     | unknown_format | a record must be an object, but was a list
          {"hello":"secret"}                                      | unknown_format | none of 6 formats knows such an object
          """)
  void whatIsWrongIsNamedWithoutItsText(String json, String reason, String detail) {
    assertThat(read(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Refused(Reason.of(reason), detail));
  }

  @Test
  void aRecordWithoutAValueIsRefused() {
    assertThat(read(new byte[0])).isEqualTo(new Refused(Reason.EMPTY, "the record has no value"));
    assertThat(read(new byte[] {' ', '\n'}))
        .isEqualTo(new Refused(Reason.EMPTY, "the record holds white space alone"));
  }

  @Test
  void aRecordBeyondTheLimitsIsRefused() {
    Formats small =
        new Formats(
            new Limits(40, 3, 9, 1, 2, Limits.STANDARD.ahead(), Limits.STANDARD.earliest()),
            InstantSource.fixed(NOON));

    assertThat(small.read(raw(new byte[41])))
        .isEqualTo(
            new Refused(Reason.TOO_LARGE, "a record must have at most 40 bytes, but had 41"));
    assertThat(small.read(raw("{\"a\":[[[1]]]}".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            new Refused(Reason.TOO_DEEP, "a record must nest at most 3 levels, but goes deeper"));
    assertThat(small.read(raw("[1,1,1,1,1,1,1,1,1]".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            new Refused(
                Reason.TOO_LARGE, "a record must have at most 9 names and values, but has more"));
    assertThat(
            small.read(
                raw(
                    "{\"id\":\"abc\",\"model\":\"m\",\"prompt\":\"\"}"
                        .getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(
            new Refused(
                Reason.TOO_LARGE, "field \"id\" must have at most 2 characters, but has 3"));
  }

  @Test
  void tenThousandLevelsAreRefused() {
    byte[] deep =
        ("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(read(deep))
        .isEqualTo(
            new Refused(Reason.TOO_DEEP, "a record must nest at most 100 levels, but goes deeper"));
  }

  @ParameterizedTest
  @CsvSource({"C080", "EDA080", "F4908080", "80", "E282", "F8888080", "C1BF"})
  void bytesThatAreNotUtf8AreRefused(String hex) {
    byte[] bad = HexFormat.of().parseHex("7B22" + hex + "22");
    assertThat(read(bad)).isEqualTo(new Refused(Reason.INVALID_UTF8, "not UTF-8 at byte 2"));
  }

  @Test
  void theSchemaNamesExactlyWhatIsReadAndEverythingThatIsWritten() throws IOException {
    JsonNode schema = Json.TEXT.readTree(ROOT.resolve("docs/interaction.schema.json").toFile());
    Set<String> properties = new HashSet<>();
    schema.get("properties").fieldNames().forEachRemaining(properties::add);

    assertThat(properties).isEqualTo(NativeJson.FIELDS);
    PropertyNamingStrategies.SnakeCaseStrategy snake =
        new PropertyNamingStrategies.SnakeCaseStrategy();
    assertThat(properties)
        .containsAll(
            Arrays.stream(Interaction.class.getRecordComponents())
                .map(component -> snake.translate(component.getName()))
                .toList());
  }

  @Test
  void everyRowOfTheLabelledDataIsRead() throws IOException {
    Path train = ROOT.resolve("../shared/data/train");
    Assumptions.assumeTrue(Files.isDirectory(train), "../shared/data/train is absent");
    try (var files = Files.newDirectoryStream(train, "*.jsonl")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          assertThat(read(line.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Read.class);
        }
      }
    }
  }

  private static Interaction interaction(String json) {
    Read read = (Read) read(json.getBytes(StandardCharsets.UTF_8));
    return read.interactions().get(0);
  }

  private static Reading read(byte[] value) {
    return FORMATS.read(raw(value));
  }

  private static RawRecord raw(byte[] value) {
    return new RawRecord(value, NOON.minusSeconds(1), Map.of());
  }
}
