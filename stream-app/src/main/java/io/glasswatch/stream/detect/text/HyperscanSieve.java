package io.glasswatch.stream.detect.text;

import com.gliwka.hyperscan.wrapper.CompileErrorException;
import com.gliwka.hyperscan.wrapper.Database;
import com.gliwka.hyperscan.wrapper.ExpressionFlag;
import com.gliwka.hyperscan.wrapper.Match;
import com.gliwka.hyperscan.wrapper.Scanner;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;

/**
 * All expressions at once by Hyperscan's automata, in native code. They are compiled as prefilters:
 * what is too large for it is widened, never narrowed.
 */
final class HyperscanSieve implements Sieve {

  private final Database database;
  private final Scanner scanner = new Scanner();

  /** Takes a scratch space of its own; {@code database} is shared. */
  HyperscanSieve(Database database) {
    this.database = database;
    scanner.allocScratch(database);
  }

  /** Returns whether the native library loads on this machine. */
  static boolean available() {
    try {
      return Scanner.getIsValidPlatform();
    } catch (LinkageError e) {
      return false;
    }
  }

  /** Compiles {@code expressions}, which costs up to seconds; once a rule set. */
  static Database compile(List<Expression> expressions) {
    List<com.gliwka.hyperscan.wrapper.Expression> all = new ArrayList<>();
    for (int i = 0; i < expressions.size(); i++) {
      Expression expression = expressions.get(i);
      EnumSet<ExpressionFlag> flags =
          EnumSet.of(ExpressionFlag.UTF8, ExpressionFlag.SINGLEMATCH, ExpressionFlag.PREFILTER);
      if (expression.caseless()) {
        flags.add(ExpressionFlag.CASELESS);
      }
      all.add(new com.gliwka.hyperscan.wrapper.Expression(expression.regex(), flags, i));
    }
    try {
      return Database.compile(all);
    } catch (CompileErrorException e) {
      throw new IllegalArgumentException(
          "expression \"%s\" cannot be compiled: %s"
              .formatted(e.getFailedExpression().getExpression(), e.getMessage()),
          e);
    }
  }

  @Override
  public BitSet candidates(String text) {
    BitSet hits = new BitSet();
    for (Match match : scanner.scan(database, text)) {
      hits.set(match.getMatchedExpression().getId());
    }
    return hits;
  }

  @Override
  public void close() {
    scanner.close();
  }
}
