package io.glasswatch.stream.detect.text;

import com.gliwka.hyperscan.jni.hs_compile_error_t;
import com.gliwka.hyperscan.jni.hs_database_t;
import com.gliwka.hyperscan.jni.hs_scratch_t;
import com.gliwka.hyperscan.jni.hyperscan;
import com.gliwka.hyperscan.jni.match_event_handler;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
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

  /** More possible ends of matches than this in one text are not looked at one by one. */
  private static final int MOST_ENDS = 64;

  /** Where the scan of the current thread notes its hits; native code calls back on that thread. */
  private static final ThreadLocal<BitSet> HITS = new ThreadLocal<>();

  private static final Cleaner CLEANER = Cleaner.create();

  private static final match_event_handler NOTE = new Note();

  private static final int LOCATING = hyperscan.HS_FLAG_SOM_LEFTMOST;

  /** Pairs of start and end that the scan of the current thread has found. */
  private static final ThreadLocal<List<int[]>> FOUND = ThreadLocal.withInitial(ArrayList::new);

  private static final match_event_handler GATHER = new Gather();

  private final Databases databases;
  private hs_scratch_t scratch;
  private final BitSet everything;

  /** Of single expressions, those that the scratch space is large enough for. */
  private final BitSet prepared = new BitSet();

  private String text = "";
  private int length;
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

  /** Gathers where matches lie, and ends the scan when they are too many. */
  private static final class Gather extends match_event_handler {
    @Override
    public int call(int expression, long from, long to, int flags, Pointer context) {
      List<int[]> found = FOUND.get();
      found.add(new int[] {(int) from, (int) to});
      return found.size() > MOST_ENDS ? 1 : 0;
    }
  }

  /**
   * Expressions compiled for Hyperscan: all of them together, to tell which may match, and one
   * alone, to tell where. The latter takes up to half a second, so it is made beside the stream
   * when the expression first matches; until then nobody knows where. Safe for use by several
   * threads.
   */
  static final class Databases {

    private final List<Expression> expressions;
    private final hs_database_t all;
    private final AtomicReferenceArray<CompletableFuture<Optional<hs_database_t>>> single;

    Databases(List<Expression> expressions) {
      this.expressions = List.copyOf(expressions);
      this.all = compiled(expressions, FLAGS);
      this.single = new AtomicReferenceArray<>(expressions.size());
    }

    /** Returns what locates one expression; empty if it is not made yet, or too large for that. */
    Optional<hs_database_t> locating(int expression) {
      CompletableFuture<Optional<hs_database_t>> made = single.get(expression);
      if (made == null) {
        CompletableFuture<Optional<hs_database_t>> mine = new CompletableFuture<>();
        if (single.compareAndSet(expression, null, mine)) {
          mine.completeAsync(() -> alone(expressions.get(expression)));
        }
        return Optional.empty();
      }
      return made.getNow(Optional.empty());
    }

    private static Optional<hs_database_t> alone(Expression expression) {
      try {
        return Optional.of(compiled(List.of(expression), LOCATING));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  /** Takes a scratch space of its own; {@code databases} are shared. */
  HyperscanSieve(Databases databases) {
    this.databases = databases;
    this.everything = new BitSet();
    everything.set(0, databases.expressions.size());
    this.scratch = scratch(databases.all, null);
  }

  /** Returns scratch space for {@code database} too: {@code known}, grown if need be. */
  private static hs_scratch_t scratch(hs_database_t database, hs_scratch_t known) {
    try (PointerPointer<hs_scratch_t> out = new PointerPointer<>(1)) {
      out.put(0, known);
      check(hyperscan.hs_alloc_scratch(database, out), "allocate scratch space");
      return new hs_scratch_t(out.get(0));
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

  /** Compiles {@code expressions}; freed when nothing refers to them any more. */
  private static hs_database_t compiled(List<Expression> expressions, int wanted) {
    int n = expressions.size();
    String[] regexes =
        expressions.stream().map(e -> Narrow.regex(e.regex())).toArray(String[]::new);
    int[] flags =
        expressions.stream()
            .mapToInt(e -> wanted | (e.caseless() ? hyperscan.HS_FLAG_CASELESS : 0))
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
    this.text = text;
    if (narrow.isEmpty()) {
      length = 0;
      return (BitSet) everything.clone();
    }
    bytes = narrow.get().bytes();
    length = narrow.get().length();
    if (buffer.capacity() < length) {
      buffer.close();
      buffer = new BytePointer(bytes.length);
    }
    buffer.position(0).put(bytes, 0, length);
    BitSet hits = new BitSet();
    HITS.set(hits);
    check(hyperscan.hs_scan(databases.all, buffer, length, 0, scratch, NOTE, null), "scan");
    return hits;
  }

  @Override
  public Extents extents(int expression) {
    Optional<hs_database_t> database = databases.locating(expression);
    if (length == 0 || database.isEmpty()) {
      return Extents.WHOLE;
    }
    if (!prepared.get(expression)) {
      scratch = scratch(database.get(), scratch);
      prepared.set(expression);
    }
    List<int[]> found = FOUND.get();
    found.clear();
    int status = hyperscan.hs_scan(database.get(), buffer, length, 0, scratch, GATHER, null);
    if (status == hyperscan.HS_SCAN_TERMINATED || found.isEmpty()) {
      return Extents.WHOLE;
    }
    check(status, "locate");
    Extents extents = Extents.of(found);
    // A narrow text has a byte a code point.
    return length == text.length() ? extents : extents.inChars(text);
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
