package io.glasswatch.stream.audit.note;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Signed notes as C2SP defines them: a text, an empty line, and a line for each signature. */
public final class Note {

  private Note() {}

  /**
   * Returns the text of {@code note} if one of {@code keys} signed it; empty if none did, or if one
   * of them is named but its signature is wrong.
   */
  public static Optional<String> open(String note, Collection<NoteKey> keys) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0) {
      return Optional.empty();
    }
    String text = note.substring(0, end + 1);
    boolean signed = false;
    for (String line : note.substring(end + 2).lines().toList()) {
      for (NoteKey key : keys) {
        Optional<byte[]> signature = signatureOf(key, line);
        if (signature.isPresent()) {
          if (!key.signed(text, signature.get())) {
            return Optional.empty();
          }
          signed = true;
        }
      }
    }
    return signed ? Optional.of(text) : Optional.empty();
  }

  /** Returns the notes that stand in a file one after another, each ended by an empty line. */
  public static List<String> split(String file) {
    List<String> notes = new ArrayList<>();
    StringBuilder note = new StringBuilder();
    boolean signatures = false;
    for (String line : file.lines().toList()) {
      if (signatures && line.isEmpty()) {
        notes.add(note.toString());
        note.setLength(0);
        signatures = false;
      } else {
        note.append(line).append('\n');
        signatures = line.startsWith(NoteSigner.LINE);
      }
    }
    if (!note.isEmpty()) {
      notes.add(note.toString());
    }
    return notes;
  }

  /** Base64 that is not the shortest spelling of its bytes is no signature: a note has one form. */
  private static Optional<byte[]> signatureOf(NoteKey key, String line) {
    String mine = NoteSigner.LINE + key.name() + " ";
    if (!line.startsWith(mine)) {
      return Optional.empty();
    }
    try {
      String written = line.substring(mine.length());
      byte[] named = Base64.getDecoder().decode(written);
      return named.length > NoteKey.ID_LENGTH
              && Base64.getEncoder().encodeToString(named).equals(written)
              && Arrays.equals(Arrays.copyOf(named, NoteKey.ID_LENGTH), key.id())
          ? Optional.of(Arrays.copyOfRange(named, NoteKey.ID_LENGTH, named.length))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
