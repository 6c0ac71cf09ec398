package io.glasswatch.stream.detect;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Interactions for tests. */
public final class Interactions {

  public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Interactions() {}

  /** Returns an interaction of one prompt and one response. */
  public static Interaction of(String prompt, String response) {
    return of("i-1", List.of(new Message("user", prompt)), response);
  }

  public static Interaction of(String id, List<Message> request, String response) {
    return new Interaction(
        id,
        "c-1",
        new ModelVersion("bot", "1"),
        Map.of(),
        Optional.empty(),
        NOON,
        request,
        List.of(new Message("assistant", response)),
        OptionalDouble.of(2),
        OptionalDouble.of(0.5),
        OptionalLong.of(10),
        OptionalLong.of(31),
        Optional.of("stop"),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
