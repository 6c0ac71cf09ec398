package io.glasswatch.explainer.train;

import io.glasswatch.explainer.model.Encoder;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Tokens;
import io.glasswatch.explainer.tokenize.Windows;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * The encoder's vectors of texts, kept in a file so that each text is encoded once.
 *
 * <p>The file is a sequence of records: the text's name-based UUID (two longs), the number of
 * windows, the number of floats in a window, the floats. A record torn by an interruption is cut
 * off.
 */
public final class EmbeddingCache {

  private static final int BATCH_TOKENS = 2048;

  private final Path file;
  private final Map<UUID, float[][]> vectors = new HashMap<>();

  /** Opens the cache in {@code file}, which need not exist yet. */
  public EmbeddingCache(Path file) throws IOException {
    this.file = file;
    if (!Files.exists(file)) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return;
    }
    long read = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      while (true) {
        UUID key = new UUID(in.readLong(), in.readLong());
        float[][] windows = new float[in.readInt()][in.readInt()];
        for (float[] window : windows) {
          for (int h = 0; h < window.length; h++) {
            window[h] = in.readFloat();
          }
        }
        vectors.put(key, windows);
        read += 24 + 4L * windows.length * windows[0].length;
      }
    } catch (EOFException end) {
      cutTo(read);
    }
  }

  /** Returns the vectors of {@code text}, shape [windows][hidden], after {@link #fill}. */
  public float[][] vectors(String text) {
    float[][] windows = vectors.get(key(text));
    if (windows == null) {
      throw new IllegalArgumentException("text has not been encoded: fill the cache first");
    }
    return windows;
  }

  /**
   * Encodes the texts that the cache lacks, in batches of similar length.
   *
   * @param progress told after each batch how many texts are still to be encoded
   */
  public void fill(
      Collection<String> texts,
      Tokenizer tokenizer,
      Windows windows,
      Encoder encoder,
      IntConsumer progress)
      throws IOException {
    List<Pending> pending = pending(texts, tokenizer, windows);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
      int next = 0;
      while (next < pending.size()) {
        int end = next;
        int tokens = 0;
        while (end < pending.size() && (end == next || tokens < BATCH_TOKENS)) {
          tokens += pending.get(end).tokens();
          end++;
        }
        encode(pending.subList(next, end), encoder, out);
        next = end;
        progress.accept(pending.size() - next);
      }
    }
  }

  private List<Pending> pending(Collection<String> texts, Tokenizer tokenizer, Windows windows) {
    List<Pending> pending = new ArrayList<>();
    Set<UUID> seen = new HashSet<>(vectors.keySet());
    for (String text : texts) {
      UUID key = key(text);
      if (seen.add(key)) {
        Tokens tokens = tokenizer.tokens(text);
        pending.add(
            new Pending(
                key,
                windows.over(tokens.size()).stream()
                    .map(window -> window.framed(tokens, tokenizer))
                    .toList()));
      }
    }
    pending.sort(Comparator.comparingInt(Pending::tokens));
    return pending;
  }

  private void encode(List<Pending> batch, Encoder encoder, DataOutputStream out)
      throws IOException {
    List<long[]> inputs = batch.stream().flatMap(text -> text.windows().stream()).toList();
    float[][] all = encoder.embed(inputs);
    int next = 0;
    for (Pending text : batch) {
      float[][] windows = new float[text.windows().size()][];
      out.writeLong(text.key().getMostSignificantBits());
      out.writeLong(text.key().getLeastSignificantBits());
      out.writeInt(windows.length);
      out.writeInt(all[0].length);
      for (int w = 0; w < windows.length; w++) {
        windows[w] = all[next++];
        for (float value : windows[w]) {
          out.writeFloat(value);
        }
      }
      vectors.put(text.key(), windows);
    }
    out.flush();
  }

  private void cutTo(long length) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static UUID key(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private record Pending(UUID key, List<long[]> windows) {
    int tokens() {
      return windows.stream().mapToInt(ids -> ids.length).sum();
    }
  }
}
