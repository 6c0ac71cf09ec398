package io.glasswatch.stream.detect.text;

import com.gliwka.hyperscan.jni.hs_compile_error_t;
import com.gliwka.hyperscan.jni.hs_database_t;
import com.gliwka.hyperscan.jni.hs_scratch_t;
import com.gliwka.hyperscan.jni.hyperscan;
import com.gliwka.hyperscan.jni.match_event_handler;
import java.lang.ref.Cleaner;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * All expressions at once by Hyperscan's automata, in native code. They are compiled as prefilters:
 * what is too large for it is widened, never narrowed.
 */
final class HyperscanSieve implements Sieve {

  /*
   * JavaCPP refuses to allocate once the whole process is large, whoever made it so: stores and models live in it too.
   * What the sieve allocates is small and bounded.
   */
  static {
    System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
  }

  private static final int FLAGS = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_PREFILTER;

  /** Where the scan of the current thread notes its hits; native code calls back on that thread. */
  private static final ThreadLocal<BitSet> HITS = new ThreadLocal<>();

  private static final Cleaner CLEANER = Cleaner.create();

  private static final match_event_handler NOTE = new Note();

  private final hs_database_t database;
  private final hs_scratch_t scratch;
  private final BitSet everything;
  private BytePointer buffer = new BytePointer(4_096);
  private byte[] bytes = new byte[4_096];

  /** Notes the expression that matched. */
  private static final class Note extends match_event_handler {
    @Override
    public int call(int expression, long from, long to, int flags, Pointer context) {
      HITS.get().set(expression);
      return 0;
    }
  }

  /** Takes a scratch space of its own; {@code database} is shared. */
  HyperscanSieve(hs_database_t database, int expressions) {
    this.database = database;
    this.everything = new BitSet();
    everything.set(0, expressions);
    try (PointerPointer<hs_scratch_t> out = new PointerPointer<>(1)) {
      out.put(0, null);
      check(hyperscan.hs_alloc_scratch(database, out), "allocate scratch space");
      this.scratch = new hs_scratch_t(out.get(0));
    }
  }

  /** Returns whether the native library loads on this machine. */
  static boolean available() {
    try {
      return hyperscan.hs_valid_platform() == hyperscan.HS_SUCCESS;
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Compiles {@code expressions}, once a rule set; freed when nothing refers to it any more. */
  static hs_database_t compile(List<Expression> expressions) {
    int n = expressions.size();
    String[] regexes =
        expressions.stream().map(e -> Narrow.regex(e.regex())).toArray(String[]::new);
    int[] flags =
        expressions.stream()
            .mapToInt(e -> FLAGS | (e.caseless() ? hyperscan.HS_FLAG_CASELESS : 0))
            .toArray();
    int[] ids = new int[n];
    for (int i = 0; i < n; i++) {
      ids[i] = i;
    }
    try (PointerPointer<BytePointer> texts = new PointerPointer<>(regexes);
        IntPointer flagged = new IntPointer(flags);
        IntPointer identified = new IntPointer(ids);
        PointerPointer<hs_database_t> database = new PointerPointer<>(1);
        PointerPointer<hs_compile_error_t> error = new PointerPointer<>(1)) {
      int status =
          hyperscan.hs_compile_multi(
              texts, flagged, identified, n, hyperscan.HS_MODE_BLOCK, null, database, error);
      if (status != hyperscan.HS_SUCCESS) {
        throw refused(new hs_compile_error_t(error.get(0)), expressions);
      }
      return owned(database.get(0));
    }
  }

  private static hs_database_t owned(Pointer address) {
    hs_database_t database = new hs_database_t(address);
    hs_database_t same = new hs_database_t(address);
    CLEANER.register(database, () -> hyperscan.hs_free_database(same));
    return database;
  }

  private static IllegalArgumentException refused(
      hs_compile_error_t error, List<Expression> expressions) {
    String reason = error.message().getString();
    int index = error.expression();
    hyperscan.hs_free_compile_error(error);
    return new IllegalArgumentException(
        "expression \"%s\" cannot be compiled: %s"
            .formatted(index < 0 ? "" : expressions.get(index).regex(), reason));
  }

  @Override
  public BitSet candidates(String text) {
    Optional<Narrow.Bytes> narrow = Narrow.text(text, bytes);
    if (narrow.isEmpty()) {
      return (BitSet) everything.clone();
    }
    bytes = narrow.get().bytes();
    int length = narrow.get().length();
    if (buffer.capacity() < length) {
      buffer.close();
      buffer = new BytePointer(bytes.length);
    }
    buffer.position(0).put(bytes, 0, length);
    BitSet hits = new BitSet();
    HITS.set(hits);
    check(hyperscan.hs_scan(database, buffer, length, 0, scratch, NOTE, null), "scan");
    return hits;
  }

  private static void check(int status, String what) {
    if (status != hyperscan.HS_SUCCESS) {
      throw new IllegalStateException("Hyperscan cannot %s: status %d".formatted(what, status));
    }
  }

  @Override
  public void close() {
    hyperscan.hs_free_scratch(scratch);
    buffer.close();
  }
}
