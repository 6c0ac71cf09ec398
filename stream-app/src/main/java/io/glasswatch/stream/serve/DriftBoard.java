package io.glasswatch.stream.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The latest verdict on every signal that this instance watches; safe for use by many threads. */
public final class DriftBoard {

  private record Key(String model, String segment, String signal) {

    static Key of(DriftLine line) {
      return new Key(line.model(), line.segment(), line.signal());
    }
  }

  private final Map<Key, DriftLine> lines = new ConcurrentHashMap<>();

  /** Shows {@code line} in the place of what was known of its signal. */
  public void show(DriftLine line) {
    lines.put(Key.of(line), line);
  }

  /** Takes all signals of a model's segment away; returns what was shown of them. */
  public List<DriftLine> takeAway(String model, String segment) {
    List<DriftLine> gone = new ArrayList<>();
    for (DriftLine line : lines()) {
      boolean meant = line.model().equals(model) && line.segment().equals(segment);
      if (meant && lines.remove(Key.of(line)) != null) {
        gone.add(line);
      }
    }
    return gone;
  }

  /** Returns what is shown, in no order. */
  public List<DriftLine> lines() {
    return List.copyOf(lines.values());
  }
}
