package io.glasswatch.stream.detect.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the literals that matches need, all at once, and for digits that stand close enough; in
 * pure Java.
 *
 * <p>Source: Aho, Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18,
 * 1975.
 */
final class LiteralSieve implements Sieve {

  private final Automaton automaton;
  private byte[] bytes = new byte[4_096];
  private int[] digits = new int[256];

  LiteralSieve(Automaton automaton) {
    this.automaton = automaton;
  }

  /** The compiled literals, shared between threads. */
  static final class Automaton {

    private final int[] classes = new int[256];
    private final int width;
    private final List<int[]> edges = new ArrayList<>();
    private final List<BitSet> found = new ArrayList<>();
    private final BitSet unconditional = new BitSet();
    private final List<Needs> needs;
    private int[][] next;

    Automaton(List<Needs> needs) {
      this.needs = needs;
      this.width = classify(needs);
      state();
      for (int i = 0; i < needs.size(); i++) {
        Optional<Set<String>> literals = needs.get(i).literals();
        unconditional.set(i, literals.isEmpty());
        int expression = i;
        literals.ifPresent(set -> set.forEach(literal -> add(literal, expression)));
      }
      link();
    }

    /** Gives each byte that occurs in a literal a class of its own; all others share class 0. */
    private int classify(List<Needs> needs) {
      int count = 1;
      for (Needs need : needs) {
        for (String literal : need.literals().orElse(Set.of())) {
          for (int i = 0; i < literal.length(); i++) {
            int c = literal.charAt(i);
            classes[c] = classes[c] == 0 ? count++ : classes[c];
          }
        }
      }
      for (char c = 'A'; c <= 'Z'; c++) {
        classes[c] = classes[Character.toLowerCase(c)];
      }
      return count;
    }

    private int state() {
      int[] none = new int[width];
      Arrays.fill(none, -1);
      edges.add(none);
      found.add(new BitSet());
      return edges.size() - 1;
    }

    private void add(String literal, int expression) {
      int state = 0;
      for (int i = 0; i < literal.length(); i++) {
        int c = literal.charAt(i);
        int[] from = edges.get(state);
        if (from[classes[c]] < 0) {
          from[classes[c]] = state();
        }
        state = from[classes[c]];
      }
      found.get(state).set(expression);
    }

    /** Turns failures into edges, breadth first. */
    private void link() {
      next = edges.toArray(new int[0][]);
      int[] failure = new int[next.length];
      Deque<Integer> queue = new ArrayDeque<>();
      for (int c = 0; c < width; c++) {
        if (next[0][c] < 0) {
          next[0][c] = 0;
        } else {
          queue.add(next[0][c]);
        }
      }
      while (!queue.isEmpty()) {
        int state = queue.remove();
        found.get(state).or(found.get(failure[state]));
        for (int c = 0; c < width; c++) {
          int target = next[state][c];
          int fallback = next[failure[state]][c];
          if (target < 0) {
            next[state][c] = fallback;
          } else {
            failure[target] = fallback;
            queue.add(target);
          }
        }
      }
    }
  }

  @Override
  public BitSet candidates(String text) {
    BitSet hits = new BitSet();
    Optional<Narrow.Bytes> narrow = Narrow.text(text, bytes);
    if (narrow.isEmpty()) {
      hits.set(0, automaton.needs.size());
      return hits;
    }
    bytes = narrow.get().bytes();
    hits.or(automaton.unconditional);
    int count = scan(narrow.get().length(), hits);
    for (int i = hits.nextSetBit(0); i >= 0; i = hits.nextSetBit(i + 1)) {
      hits.set(i, close(automaton.needs.get(i), count));
    }
    return hits;
  }

  /** Whether as many digits as a match needs stand within its width; {@code count} were seen. */
  private boolean close(Needs needs, int count) {
    if (needs.digits() == 0) {
      return true;
    }
    for (int last = needs.digits() - 1; last < count; last++) {
      if (digits[last] - digits[last - needs.digits() + 1] < needs.width()) {
        return true;
      }
    }
    return false;
  }

  /** Adds what the literals tell to {@code hits} and returns how many digits it noted. */
  private int scan(int length, BitSet hits) {
    int count = 0;
    int state = 0;
    for (int i = 0; i < length; i++) {
      int c = bytes[i] & 0xFF;
      if (c >= '0' && c <= '9') {
        digits = count == digits.length ? Arrays.copyOf(digits, 2 * count) : digits;
        digits[count++] = i;
      }
      state = automaton.next[state][automaton.classes[c]];
      BitSet found = automaton.found.get(state);
      if (!found.isEmpty()) {
        hits.or(found);
      }
    }
    return count;
  }

  @Override
  public void close() {}
}
