package io.glasswatch.stream.detect.text;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What every match of an expression must hold, in narrow lower-case bytes: a cheap reason to pass a
 * text over.
 *
 * @param literals one of these occurs; empty when there is no such set
 * @param digits decimal digits, at least
 * @param width code points that it covers, at most; {@link #ENDLESS} if there is no bound
 */
record Needs(Optional<Set<String>> literals, int digits, int width) {

  static final int ENDLESS = 1_000_000;

  /*
   * Computed bottom-up as in Cox, "Regular Expression Matching with a Trigram Index", 2012: a part
   * of an expression knows either all texts that it matches, while they are few, or a set of
   * literals of which it holds one.
   */

  private static final int MOST_TEXTS = 48;
  private static final int USEFUL_LENGTH = 2;

  /** Returns the needs of {@code expression}. */
  static Needs of(Expression expression) {
    Part part = new Reader(Narrow.regex(expression.regex())).alternation();
    return new Needs(part.literals(), part.digits(), part.width());
  }

  /**
   * One part of an expression.
   *
   * @param texts all that it matches, if they are few
   * @param held literals of which it holds one, if any are known
   * @param digits decimal digits in any match, at least
   * @param width code points in any match, at most
   */
  private record Part(
      Optional<Set<String>> texts, Optional<Set<String>> held, int digits, int width) {

    static final Part EMPTY = new Part(Optional.of(Set.of("")), Optional.empty(), 0, 0);
    static final Part ANY = new Part(Optional.empty(), Optional.empty(), 0, 1);

    Optional<Set<String>> literals() {
      return better(held, texts.filter(Part::useful));
    }

    /** Returns this part followed by {@code next}: all texts, or what one of them holds. */
    Part then(Part next) {
      return new Part(
          product(texts, next.texts),
          better(literals(), next.literals()),
          digits + next.digits,
          Math.min(ENDLESS, width + next.width));
    }

    Part or(Part other) {
      Optional<Set<String>> union =
          texts.flatMap(a -> other.texts.flatMap(b -> union(a, b, MOST_TEXTS)));
      Optional<Set<String>> either =
          union.isPresent()
              ? Optional.empty()
              : literals()
                  .flatMap(a -> other.literals().flatMap(b -> union(a, b, Integer.MAX_VALUE)));
      return new Part(union, either, Math.min(digits, other.digits), Math.max(width, other.width));
    }

    /** Returns this part {@code least} to {@code most} times; {@link #ENDLESS} is no bound. */
    Part times(int least, int most) {
      if (most == 1) {
        return least == 1 ? this : or(EMPTY);
      }
      int widest = (int) Math.min(ENDLESS, (long) width * most);
      return least == 0
          ? new Part(Optional.empty(), Optional.empty(), 0, widest)
          : new Part(Optional.empty(), literals(), least * digits, widest);
    }

    private static boolean useful(Set<String> literals) {
      return literals.stream().allMatch(l -> l.length() >= USEFUL_LENGTH || l.equals("@"));
    }

    private static Optional<Set<String>> union(Set<String> a, Set<String> b, int most) {
      Set<String> all = new LinkedHashSet<>(a);
      all.addAll(b);
      return all.size() <= most ? Optional.of(all) : Optional.empty();
    }

    private static Optional<Set<String>> product(Optional<Set<String>> a, Optional<Set<String>> b) {
      if (a.isEmpty() || b.isEmpty() || a.get().size() * b.get().size() > MOST_TEXTS) {
        return Optional.empty();
      }
      Set<String> all = new LinkedHashSet<>();
      a.get().forEach(x -> b.get().forEach(y -> all.add(x + y)));
      return Optional.of(all);
    }

    /** The set whose shortest literal is longest: it passes over the most texts. */
    private static Optional<Set<String>> better(Optional<Set<String>> a, Optional<Set<String>> b) {
      if (a.isEmpty() || b.isEmpty()) {
        return a.or(() -> b);
      }
      Comparator<Set<String>> byShortest =
          Comparator.comparingInt(set -> set.stream().mapToInt(String::length).min().orElse(0));
      return byShortest.compare(a.get(), b.get()) >= 0 ? a : b;
    }
  }

  /** Reads a narrow expression; what it does not understand it takes for anything. */
  private static final class Reader {

    private final String regex;
    private int at;

    Reader(String regex) {
      this.regex = regex;
    }

    Part alternation() {
      Part part = sequence();
      while (at < regex.length() && regex.charAt(at) == '|') {
        at++;
        part = part.or(sequence());
      }
      return part;
    }

    /** Runs of parts whose texts are known are multiplied out; each run is a set of literals. */
    private Part sequence() {
      Part all = Part.EMPTY;
      Part run = Part.EMPTY;
      boolean known = true;
      while (at < regex.length() && "|)".indexOf(regex.charAt(at)) < 0) {
        Part next = repeated(atom());
        Part longer = run.then(next);
        if (longer.texts().isPresent()) {
          run = longer;
        } else {
          all = all.then(run);
          run = next;
          known = false;
        }
      }
      Part whole = all.then(run);
      return known
          ? run
          : new Part(Optional.empty(), whole.literals(), whole.digits(), whole.width());
    }

    private Part atom() {
      char c = regex.charAt(at++);
      return switch (c) {
        case '(' -> group();
        case '[' -> characters();
        case '\\' -> escape();
        case '.' -> Part.ANY;
        case '^', '$' -> Part.EMPTY;
        default -> literal(c);
      };
    }

    private Part group() {
      if (regex.startsWith("?", at)) {
        int end = at;
        while (":)".indexOf(regex.charAt(end)) < 0) {
          end++;
        }
        at = end + 1;
        if (regex.charAt(end) == ')') {
          return Part.EMPTY;
        }
      }
      Part part = alternation();
      at++;
      return part;
    }

    private Part escape() {
      char c = regex.charAt(at++);
      if (c == 'x') {
        at += 2;
        return literal((char) Integer.parseInt(regex.substring(at - 2, at), 16));
      }
      return switch (c) {
        case 'd' -> new Part(Optional.empty(), Optional.empty(), 1, 1);
        case 'w', 's' -> Part.ANY;
        case 'b', 'B', 'A', 'z' -> Part.EMPTY;
        case 'n' -> literal('\n');
        case 't' -> literal('\t');
        case 'r' -> literal('\r');
        case 'f' -> literal('\f');
        default -> literal(c);
      };
    }

    /** A class: all digits, or a few plain characters, or anything. */
    private Part characters() {
      int close = at + (regex.startsWith("^", at) ? 1 : 0);
      close += regex.startsWith("]", close) ? 1 : 0;
      while (regex.charAt(close) != ']') {
        close += regex.charAt(close) == '\\' ? 2 : 1;
      }
      String content = regex.substring(at, close);
      at = close + 1;
      if (content.matches("(\\d-\\d|\\d|\\\\d)+")) {
        return new Part(Optional.empty(), Optional.empty(), 1, 1);
      }
      if (content.matches("[^\\\\^-]{1,6}")) {
        return content.chars().mapToObj(c -> literal((char) c)).reduce(Part::or).orElseThrow();
      }
      return Part.ANY;
    }

    private static Part literal(char c) {
      String lower = Character.toString(c < 0x80 ? Character.toLowerCase(c) : c);
      int digits = c >= '0' && c <= '9' ? 1 : 0;
      return new Part(Optional.of(Set.of(lower)), Optional.empty(), digits, 1);
    }

    private Part repeated(Part part) {
      Part result = part;
      while (at < regex.length() && "*+?{".indexOf(regex.charAt(at)) >= 0) {
        char c = regex.charAt(at++);
        if (c == '{') {
          int close = regex.indexOf('}', at);
          String[] bounds = regex.substring(at, close).split(",", -1);
          at = close + 1;
          int least = Integer.parseInt(bounds[0]);
          String last = bounds[bounds.length - 1];
          int most = last.isEmpty() ? ENDLESS : Integer.parseInt(last);
          result = least == most && least <= 4 ? exactly(result, least) : result.times(least, most);
        } else {
          result = result.times(c == '+' ? 1 : 0, c == '?' ? 1 : ENDLESS);
        }
        at += regex.startsWith("?", at) ? 1 : 0;
      }
      return result;
    }

    /** A fixed small number of repeats is written out, so that its texts stay known. */
    private static Part exactly(Part part, int times) {
      Part all = Part.EMPTY;
      for (int i = 0; i < times; i++) {
        all = all.then(part);
      }
      return all;
    }
  }
}
