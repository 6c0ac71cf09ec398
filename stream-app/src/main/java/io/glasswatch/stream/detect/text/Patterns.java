package io.glasswatch.stream.detect.text;

import com.gliwka.hyperscan.jni.hs_database_t;
import com.google.re2j.Pattern;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Expressions compiled together. Matching is linear in the text whatever the text is: a sieve tells
 * in one pass which expressions match at all, and RE2's algorithm finds where.
 */
public final class Patterns {

  private final List<Pattern> compiled;
  private final Optional<hs_database_t> database;

  private Patterns(List<Pattern> compiled, Optional<hs_database_t> database) {
    this.compiled = compiled;
    this.database = database;
  }

  /** Compiles {@code expressions} for Hyperscan where it loads, otherwise for pure Java. */
  public static Patterns compile(List<Expression> expressions) {
    return HyperscanSieve.available() && !expressions.isEmpty()
        ? new Patterns(compiled(expressions), Optional.of(HyperscanSieve.compile(expressions)))
        : compilePure(expressions);
  }

  /** Compiles {@code expressions} for pure Java. */
  public static Patterns compilePure(List<Expression> expressions) {
    return new Patterns(compiled(expressions), Optional.empty());
  }

  private static List<Pattern> compiled(List<Expression> expressions) {
    return expressions.stream().map(Expression::compiled).toList();
  }

  /** Returns what matches texts for one thread; to be closed by it. */
  public Scan scan() {
    return new Scan(compiled, sieve());
  }

  private Sieve sieve() {
    return database
        .<Sieve>map(db -> new HyperscanSieve(db, compiled.size()))
        .orElseGet(this::everything);
  }

  private Sieve everything() {
    BitSet all = new BitSet();
    all.set(0, compiled.size());
    return new Sieve() {
      @Override
      public BitSet candidates(String text) {
        return (BitSet) all.clone();
      }

      @Override
      public void close() {}
    };
  }
}
