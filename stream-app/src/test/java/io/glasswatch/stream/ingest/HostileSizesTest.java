package io.glasswatch.stream.ingest;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Rejected.Reason;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.WholeTopology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that are large, or small and want much, through the whole topology: each is assessed or
 * rejected with its reason, and the next one is assessed.
 */
@Timeout(120)
class HostileSizesTest {

  private static final int MEBIBYTE = 1 << 20;
  private static final int LARGE = 10 * MEBIBYTE;
  private static final int MANY = 60_000;
  private static final String KEY = "AKIAQ3EGRVLMZ7KXW5PD ";

  /** Each takes little to send and much to hold, or to look through, if nothing bounds it. */
  private static final Map<String, Supplier<byte[]>> ASSESSED =
      Map.ofEntries(
          entry("words", () -> response("It arrives tomorrow. ".repeat(LARGE / 21))),
          entry("one word", () -> response("a".repeat(LARGE))),
          entry("single letters", () -> response("a b c d e f ".repeat(LARGE / 12))),
          entry("brackets in an attribute", () -> chat("[".repeat(LARGE))),
          entry("objects in an attribute", () -> chat("[" + "{},".repeat(LARGE / 3) + "{}]")),
          entry("secrets", () -> response(KEY.repeat(MANY))),
          entry("messages with secrets", HostileSizesTest::messages),
          entry("control characters", () -> chat(KEY + "\u0001".repeat(LARGE))),
          entry("text in base64", () -> response(base64("Where is it? ".repeat(LARGE / 18)))),
          entry("a gigabyte of zeros in gzip", () -> chat(base64(gzip(1024)))),
          entry("the same in gzip once more", () -> chat(base64(gzip(gzip(1024))))),
          entry("a gigabyte of zeros in zstd", () -> chat(base64(zstd(1024)))));

  private static final Map<String, Supplier<byte[]>> TOO_LARGE =
      Map.of(
          "one byte too many", () -> new byte[Limits.STANDARD.bytes() + 1],
          "empty objects", () -> bytes("{\"x\": [" + "{},".repeat(LARGE / 3) + "{}]}"),
          "empty lists", () -> bytes("{\"x\": [" + "[],".repeat(LARGE / 3) + "[]]}"),
          "empty resources in protobuf", () -> repeated(new byte[] {0x0A, 0}),
          "interactions", () -> bytes(spans(Limits.STANDARD.interactions() + 1).toString()),
          "an id", () -> named("i".repeat(LARGE), "m"),
          "a model", () -> named("i", "m".repeat(LARGE)));

  @TempDir private Path state;
  private WholeTopology flow;
  private TestInputTopic<byte[], byte[]> log;

  @BeforeEach
  void start() {
    flow = new WholeTopology(state, Map.of());
    log = flow.input(Topics.INTERACTIONS);
  }

  @AfterEach
  void stop() {
    flow.close();
  }

  @Test
  void whatCanBeReadIsAssessedHoweverMuchItWants() {
    ASSESSED.forEach(
        (name, record) -> {
          send(record.get());
          assertThat(take(Topics.REJECTED)).as(name).isEmpty();
          assertThat(take(Topics.ASSESSMENTS)).as(name).hasSize(1);
          theNextIsAssessed(name);
        });
  }

  @Test
  void whatWouldTakeTooMuchIsRejectedAsTooLarge() {
    TOO_LARGE.forEach(
        (name, record) -> {
          send(record.get());
          assertThat(take(Topics.REJECTED))
              .as(name)
              .extracting(rejected -> rejected.reason())
              .containsExactly(Reason.TOO_LARGE);
          assertThat(take(Topics.ASSESSMENTS)).as(name).isEmpty();
          theNextIsAssessed(name);
        });
  }

  @Test
  void tenMegabytesOfBracketsAreTooDeep() {
    send(repeated(bytes("[")));

    assertThat(take(Topics.REJECTED))
        .extracting(rejected -> rejected.reason())
        .containsExactly(Reason.TOO_DEEP);
    theNextIsAssessed("brackets");
  }

  private void theNextIsAssessed(String after) {
    send(response("It arrives tomorrow."));
    assertThat(take(Topics.ASSESSMENTS)).as("after " + after).hasSize(1);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    List.copyOf(flow.driver().producedTopicNames())
        .forEach(topic -> flow.driver().createOutputTopic(topic, bytes, bytes).readRecordsToList());
  }

  private void send(byte[] record) {
    log.pipeInput(null, record, flow.now());
  }

  private <V> List<V> take(Topic<?, V> topic) {
    return flow.output(topic).readValuesToList();
  }

  static byte[] response(String text) {
    return bytes(
        "{\"id\": \"%s\", \"model\": \"m\", \"response\": \"%s\"}"
            .formatted(UUID.randomUUID(), text));
  }

  private static byte[] named(String id, String model) {
    return bytes("{\"id\": \"%s\", \"model\": \"%s\", \"prompt\": \"\"}".formatted(id, model));
  }

  private static byte[] messages() {
    String message = "{\"role\": \"a\", \"text\": \"%s\"},".formatted(KEY);
    return bytes(
        "{\"id\": \"i\", \"model\": \"m\", \"response\": [%s{\"role\": \"a\", \"text\": \"\"}]}"
            .formatted(message.repeat(MANY)));
  }

  /** A batch of one span in protobuf, whose answer is {@code text}. */
  static byte[] chat(String text) {
    ObjectNode span = spans(1);
    attribute(
        (ArrayNode) span.at("/resourceSpans/0/scopeSpans/0/spans/0/attributes"),
        "gen_ai.output.messages",
        text);
    return OtlpWriter.batch(span);
  }

  private static ObjectNode spans(int count) {
    ObjectNode root = Json.TEXT.createObjectNode();
    ArrayNode spans =
        root.putArray("resourceSpans")
            .addObject()
            .putArray("scopeSpans")
            .addObject()
            .putArray("spans");
    for (int i = 0; i < count; i++) {
      ObjectNode span = spans.addObject();
      span.put("traceId", "%032x".formatted(i + 1))
          .put("spanId", UUID.randomUUID().toString().replace("-", "").substring(0, 16));
      ArrayNode attributes = span.putArray("attributes");
      attribute(attributes, "gen_ai.operation.name", "chat");
      attribute(attributes, "gen_ai.request.model", "m");
    }
    return root;
  }

  private static void attribute(ArrayNode attributes, String key, String value) {
    attributes.addObject().put("key", key).putObject("value").put("stringValue", value);
  }

  /** Returns {@code mebibytes} of zeros, compressed. */
  private static byte[] gzip(int mebibytes) {
    byte[] zeros = gzip(new byte[16 * MEBIBYTE]);
    return repeated(zeros, mebibytes / 16);
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] zstd(int mebibytes) {
    return repeated(Zstd.compress(new byte[16 * MEBIBYTE]), mebibytes / 16);
  }

  private static byte[] repeated(byte[] part) {
    return repeated(part, LARGE / part.length);
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  private static String base64(String text) {
    return base64(bytes(text));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
