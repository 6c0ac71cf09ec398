package io.glasswatch.stream.detect.text;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Supplier;

/**
 * Expressions compiled together. Matching is linear in the text whatever the text is: a sieve tells
 * in one pass which expressions may match at all, and RE2's algorithm finds where.
 */
public final class Patterns {

  private final List<Pattern> compiled;
  private final Supplier<Sieve> sieves;

  private Patterns(List<Expression> expressions, Supplier<Sieve> sieves) {
    this.compiled = expressions.stream().map(Expression::compiled).toList();
    this.sieves = sieves;
  }

  /** Compiles {@code expressions} for Hyperscan where it loads, otherwise for pure Java. */
  public static Patterns compile(List<Expression> expressions) {
    return HyperscanSieve.available() && !expressions.isEmpty()
        ? compileNative(folded(expressions))
        : compilePure(expressions);
  }

  private static List<Expression> folded(List<Expression> expressions) {
    return expressions.stream().map(Expression::folded).toList();
  }

  private static Patterns compileNative(List<Expression> expressions) {
    var databases = new HyperscanSieve.Databases(expressions);
    return new Patterns(expressions, () -> new HyperscanSieve(databases));
  }

  /** Compiles {@code expressions} for pure Java. */
  public static Patterns compilePure(List<Expression> expressions) {
    List<Expression> folded = folded(expressions);
    var automaton = new LiteralSieve.Automaton(folded.stream().map(Needs::of).toList());
    return new Patterns(folded, () -> new LiteralSieve(automaton));
  }

  /** Returns what matches texts for one thread; to be closed by it. */
  public Scan scan() {
    return new Scan(compiled, sieves.get());
  }
}
