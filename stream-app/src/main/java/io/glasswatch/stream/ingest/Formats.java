package io.glasswatch.stream.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected.Reason;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Every wire format, tried in order on each record; mixed topics are normal. */
public final class Formats {

  private static final List<Format> ALL =
      List.of(
          new CloudEvents(),
          new Otlp(),
          new LiteLlm(),
          new ApiEnvelope(),
          new BareCompletion(),
          new NativeJson());

  private final Limits limits;
  private final InstantSource clock;
  private final ObjectReader json;

  /**
   * @param limits what a record may not exceed
   * @param clock tells which event times lie in the future
   */
  public Formats(Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.json = reader(limits);
  }

  /** Returns all formats within the standard limits. */
  public static Formats standard() {
    return new Formats(Limits.STANDARD, InstantSource.system());
  }

  /** Returns what {@code record} holds, or why it cannot be read. Never throws. */
  public Reading read(RawRecord record) {
    try {
      return checked(document(record.value()), record);
    } catch (Unreadable e) {
      return e.refused();
    } catch (RuntimeException e) {
      return new Reading.Refused(
          Reason.WRONG_FIELD,
          "the record holds what no format foresees: " + e.getClass().getSimpleName());
    }
  }

  private Reading checked(JsonNode root, RawRecord record) {
    if (!root.isObject()) {
      throw new Unreadable(
          Reason.UNKNOWN_FORMAT, "a record must be an object, but was " + Fields.kind(root));
    }
    for (Format format : ALL) {
      if (format.recognises(root, record)) {
        Reading.Read read = format.read(root, record);
        check(read);
        return read;
      }
    }
    throw new Unreadable(
        Reason.UNKNOWN_FORMAT, "none of %d formats knows such an object".formatted(ALL.size()));
  }

  private void check(Reading.Read read) {
    int count = read.interactions().size() + read.halves().size();
    if (count > limits.interactions()) {
      throw new Unreadable(
          Reason.TOO_LARGE,
          "a record must hold at most %d interactions, but holds %d"
              .formatted(limits.interactions(), count));
    }
    Instant now = clock.instant();
    read.interactions().forEach(interaction -> check(interaction, now));
    for (Half half : read.halves()) {
      check(half.part(), now);
      check(half.pair(), "what pairs it");
    }
  }

  private void check(Interaction interaction, Instant now) {
    Fields.within(limits, now, interaction.time(), "time");
    check(interaction.id(), "id");
    check(interaction.conversation(), "conversation");
    check(interaction.model().label(), "model");
    interaction
        .segments()
        .forEach(
            (name, value) -> {
              check(name, "segments");
              check(value, "segments");
            });
  }

  private void check(String name, String field) {
    if (name.length() > limits.name()) {
      throw new Unreadable(
          Reason.TOO_LARGE,
          "field \"%s\" must have at most %d characters, but has %d"
              .formatted(field, limits.name(), name.length()));
    }
  }

  private JsonNode document(byte[] bytes) {
    if (bytes.length == 0) {
      throw new Unreadable(Reason.EMPTY, "the record has no value");
    }
    if (bytes.length > limits.bytes()) {
      throw new Unreadable(
          Reason.TOO_LARGE,
          "a record must have at most %d bytes, but had %d"
              .formatted(limits.bytes(), bytes.length));
    }
    Optional<JsonNode> batch =
        OtlpProtobuf.recognises(bytes) ? OtlpProtobuf.read(bytes, limits) : Optional.empty();
    return batch.orElseGet(() -> text(bytes));
  }

  private JsonNode text(byte[] bytes) {
    int invalid = Utf8.firstInvalid(bytes);
    if (invalid >= 0) {
      throw new Unreadable(Reason.INVALID_UTF8, "not UTF-8 at byte %d".formatted(invalid));
    }
    return parsed(bytes);
  }

  private JsonNode parsed(byte[] bytes) {
    try {
      JsonNode root = json.readTree(bytes);
      if (root.isMissingNode()) {
        throw new Unreadable(Reason.EMPTY, "the record holds white space alone");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw beyond(e);
    } catch (MismatchedInputException e) {
      boolean twice = e.getOriginalMessage().startsWith("Duplicate field");
      throw new Unreadable(
          Reason.MALFORMED_JSON,
          (twice ? "a field is given twice" : "more than one value") + at(e));
    } catch (JsonProcessingException e) {
      throw new Unreadable(Reason.MALFORMED_JSON, "not JSON" + at(e));
    } catch (IOException e) {
      throw new Unreadable(Reason.MALFORMED_JSON, "not JSON");
    }
  }

  private Unreadable beyond(StreamConstraintsException e) {
    if (e.getOriginalMessage().contains("nesting depth")) {
      return new Unreadable(
          Reason.TOO_DEEP,
          "a record must nest at most %d levels, but goes deeper".formatted(limits.depth()));
    }
    return e.getOriginalMessage().startsWith("Token count")
        ? tooMany(limits)
        : new Unreadable(Reason.MALFORMED_JSON, "a number or a name is too long" + at(e));
  }

  /** Returns what to say of a record that holds more than {@code limits} let it. */
  static Unreadable tooMany(Limits limits) {
    return new Unreadable(
        Reason.TOO_LARGE,
        "a record must have at most %d names and values, but has more".formatted(limits.tokens()));
  }

  private static String at(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null ? "" : " at byte %d".formatted(location.getByteOffset());
  }

  private static ObjectReader reader(Limits limits) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth())
            .maxStringLength(limits.bytes())
            .maxTokenCount(limits.tokens())
            .build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .reader();
  }
}
