package io.glasswatch.stream.ingest;

import io.glasswatch.contract.ContentMissing;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Interactions of all shapes, the same for the same seed. */
final class RandomInteractions {

  private static final List<String> ROLES = List.of("system", "user", "assistant", "tool", "judge");
  private static final int[] ALPHABET =
      "az AZ09\"\\/\b\f\n\r\t\u0000\u001f{}[]:,é你🙂\u2028\uFFFD".codePoints().toArray();

  private final Random random;

  RandomInteractions(long seed) {
    this.random = new Random(seed);
  }

  Interaction next() {
    return new Interaction(
        "i" + text(),
        "c" + text(),
        new ModelVersion("m" + text(), maybe(this::text).orElse("")),
        segments(),
        maybe(this::text),
        Instant.ofEpochSecond(
            1_000_000_000L + random.nextInt(700_000_000), random.nextInt(1 << 29)),
        messages(),
        messages(),
        number(),
        number(),
        count(),
        count(),
        maybe(this::text),
        random.doubles(random.nextInt(4)).map(x -> -10 * x).boxed().toList(),
        maybe(this::text),
        maybe(() -> "%032x".formatted(random.nextLong() >>> 1)),
        maybe(() -> pick(List.of(ContentMissing.values()))));
  }

  /** An interaction that any format has a place for, but for what its writer says it loses. */
  Interaction plain() {
    List<Message> request = new ArrayList<>();
    maybe(() -> new Message(Message.SYSTEM, words())).ifPresent(request::add);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      request.add(new Message(pick(List.of(Message.USER, Message.ASSISTANT)), words()));
    }
    return new Interaction(
        "i" + random.nextLong(),
        "c" + random.nextLong(),
        new ModelVersion("m" + random.nextInt(9), maybe(() -> "v2").orElse("")),
        Map.of("tenant", words(), "route", words()),
        maybe(this::words),
        Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(60_000)),
        request,
        List.of(new Message(Message.ASSISTANT, words())),
        OptionalDouble.of(random.nextInt(100_000) / 1e3),
        OptionalDouble.of(random.nextInt(10_000) / 1e3),
        count(),
        count(),
        Optional.of(pick(List.of("stop", "length", "content_filter", "tool_call"))),
        random.doubles(random.nextInt(4)).map(x -> -10 * x).boxed().toList(),
        maybe(this::words),
        Optional.of("%032x".formatted(random.nextLong() >>> 1)),
        Optional.empty());
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String words() {
    return "w" + text();
  }

  private Map<String, String> segments() {
    Map<String, String> segments = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      segments.put(text(), text());
    }
    return segments;
  }

  private List<Message> messages() {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(i -> new Message(ROLES.get(random.nextInt(ROLES.size())), text()))
        .toList();
  }

  private OptionalDouble number() {
    return random.nextBoolean()
        ? OptionalDouble.of(Math.exp(40 * random.nextDouble() - 20))
        : OptionalDouble.empty();
  }

  private OptionalLong count() {
    return random.nextBoolean()
        ? OptionalLong.of(random.nextLong() >>> random.nextInt(1, 64))
        : OptionalLong.empty();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private String text() {
    int[] points =
        random.ints(random.nextInt(12), 0, ALPHABET.length).map(i -> ALPHABET[i]).toArray();
    return new String(points, 0, points.length);
  }
}
