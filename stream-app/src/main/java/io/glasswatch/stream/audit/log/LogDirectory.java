package io.glasswatch.stream.audit.log;

import io.glasswatch.stream.audit.note.Note;
import io.glasswatch.stream.audit.note.NoteKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory that holds logs, their checkpoints, and the keys that signed them; any of the three
 * may stay away. Of partition 0: {@code audit-0.jsonl}, one entry a line, and {@code
 * audit-0.checkpoints}, one signed note after another; the keys of all in {@code key.pub}, one a
 * line.
 */
public record LogDirectory(Path path) implements AuditLog {

  private static final Pattern NAME = Pattern.compile("audit-(\\d+)\\.(jsonl|checkpoints)");
  private static final String KEYS = "key.pub";

  @Override
  public SortedSet<Integer> partitions() {
    SortedSet<Integer> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(path)) {
      files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .forEach(name -> found.add(Integer.valueOf(name.group(1))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the directory " + path, e);
    }
    return found;
  }

  @Override
  public void entries(int partition, Consumer<byte[]> reader) {
    Path file = entriesFile(partition);
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      Lines.read(in, reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public List<String> checkpoints(int partition) {
    return text(checkpointsFile(partition)).map(Note::split).orElse(List.of());
  }

  /** Returns the last signed checkpoint of one partition. */
  public Optional<String> lastCheckpoint(int partition) {
    List<String> all = checkpoints(partition);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Returns the public keys; none if there is no file. */
  public List<NoteKey> keys() {
    return text(path.resolve(KEYS)).map(LogDirectory::keys).orElse(List.of());
  }

  /** Reads public keys, one a line. */
  public static List<NoteKey> keys(String text) {
    return text.lines().filter(line -> !line.isBlank()).map(NoteKey::parse).toList();
  }

  /** Writes the entries of one partition in the place of those there. */
  public Writer write(int partition) {
    try {
      Files.createDirectories(path);
      return new Writer(new BufferedOutputStream(Files.newOutputStream(entriesFile(partition))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + path, e);
    }
  }

  /** Writes the signed checkpoints of one partition in the place of those there. */
  public void replaceCheckpoints(int partition, List<String> notes) {
    try {
      Files.createDirectories(path);
      Files.write(checkpointsFile(partition), notes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + checkpointsFile(partition), e);
    }
  }

  /** Appends a signed checkpoint of one partition, and returns when the disk has it. */
  public void append(int partition, String note) {
    try {
      Files.createDirectories(path);
      try (FileChannel out =
          FileChannel.open(
              checkpointsFile(partition), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        ByteBuffer bytes = ByteBuffer.wrap((note + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + checkpointsFile(partition), e);
    }
  }

  /** Writes the keys in the place of those there. */
  public void write(List<NoteKey> keys) {
    try {
      Files.createDirectories(path);
      Files.write(path.resolve(KEYS), keys.stream().map(NoteKey::text).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + path, e);
    }
  }

  /** Writes entries, one a line. */
  public static final class Writer implements AutoCloseable {

    private final OutputStream out;

    private Writer(OutputStream out) {
      this.out = out;
    }

    /** Writes the next entry. */
    public void entry(byte[] entry) {
      try {
        out.write(entry);
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write an entry", e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the entries", e);
      }
    }
  }

  private Path entriesFile(int partition) {
    return path.resolve("audit-%d.jsonl".formatted(partition));
  }

  private Path checkpointsFile(int partition) {
    return path.resolve("audit-%d.checkpoints".formatted(partition));
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
