package io.glasswatch.stream.audit.note;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.audit.tree.Hash;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How long a log was and what its root was, in the form of C2SP's tlog-checkpoint with one more
 * line that tells the time.
 *
 * @param origin names the log, in all the world
 * @param size entries, at least 0
 * @param root root of the Merkle tree over them
 * @param at when the log was so
 */
public record Checkpoint(String origin, long size, Hash root, Instant at) {

  private static final String TIME = "time ";

  public Checkpoint {
    Require.notBlank(origin, "origin");
    Require.that(size >= 0, "size must be at least 0, but was %d", size);
    Require.that(root != null, "root must not be null");
    Require.that(at != null, "at must not be null");
  }

  /** Returns whether this can follow {@code earlier}: longer, or the same. */
  public boolean continues(Checkpoint earlier) {
    return origin.equals(earlier.origin())
        && (size > earlier.size() || (size == earlier.size() && root.equals(earlier.root())));
  }

  /** Returns the text that is signed. */
  public String text() {
    return "%s\n%d\n%s\n%s%s\n".formatted(origin, size, root.base64(), TIME, at);
  }

  /** Returns the checkpoint in {@code note}, whoever signed it or not. */
  public static Optional<Checkpoint> unchecked(String note) {
    return parse(note);
  }

  /** Returns the checkpoint in {@code note}, if one of {@code keys} signed it. */
  public static Optional<Checkpoint> open(String note, Collection<NoteKey> keys) {
    return Note.open(note, keys).flatMap(Checkpoint::parse);
  }

  /** Returns the checkpoint in each of {@code notes}, empty where no key of {@code keys} signed. */
  public static List<Optional<Checkpoint>> open(List<String> notes, Collection<NoteKey> keys) {
    return notes.stream().map(note -> open(note, keys)).toList();
  }

  private static Optional<Checkpoint> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 4 || !lines.get(3).startsWith(TIME)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Checkpoint(
              lines.get(0),
              Long.parseLong(lines.get(1)),
              Hash.fromBase64(lines.get(2)),
              Instant.parse(lines.get(3).substring(TIME.length()))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
