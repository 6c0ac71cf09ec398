package io.glasswatch.stream.detect.learned;

import java.util.List;
import java.util.Locale;

/**
 * What a tagger sees of each token of a text: the word, its shape, the lists it is in, and the same
 * of its neighbours; hashed.
 */
final class TokenFeatures {

  /** Features of a token. */
  static final int COUNT = 27;

  private static final int NONE_BEFORE = 0x5E;
  private static final int NONE_AFTER = 0x24;

  private final int buckets;
  private final int[] word;
  private final int[] start;
  private final int[] end3;
  private final int[] end2;
  private final int[] length;
  private final int[] shape;
  private final int[] lists;
  private final boolean[] begins;
  private final boolean[] common;
  private final boolean lowerCase;

  private TokenFeatures(List<Token> tokens, Lexicon lexicon, int buckets) {
    int n = tokens.size();
    this.buckets = buckets;
    word = new int[n];
    start = new int[n];
    end3 = new int[n];
    end2 = new int[n];
    length = new int[n];
    shape = new int[n];
    lists = new int[n];
    begins = new boolean[n];
    common = new boolean[n];
    boolean upper = false;
    for (int i = 0; i < n; i++) {
      Token token = tokens.get(i);
      String text = token.text();
      String lower = text.toLowerCase(Locale.ROOT);
      int to = lower.length();
      word[i] = Hash.of(lower);
      start[i] = Hash.of(lower, 0, Math.min(3, to));
      end3[i] = Hash.of(lower, Math.max(0, to - 3), to);
      end2[i] = Hash.of(lower, Math.max(0, to - 2), to);
      length[i] = Math.min(8, to);
      shape[i] = Shape.of(text);
      int level = lexicon.level(word[i]);
      int in = WordLists.mayHave(word[i]) ? WordLists.of(lower) : 0;
      lists[i] = (in << 2) | level;
      begins[i] = i == 0 || tokens.get(i - 1).isOneOf(".?!\n");
      boolean ordinary = shape[i] == Shape.LOWER && level >= 2 && in == 0;
      common[i] = ordinary || Shape.dull(token);
      upper |= Shape.isUpper(shape[i]);
    }
    lowerCase = !upper;
  }

  /** Returns what is to be seen of {@code tokens}. */
  static TokenFeatures of(List<Token> tokens, Lexicon lexicon, int buckets) {
    return new TokenFeatures(tokens, lexicon, buckets);
  }

  /**
   * Tells whether a token and its neighbours are common words in lower case or punctuation, so that
   * it need not be looked at; a text without any capital is looked at in full.
   */
  boolean dull(int i) {
    return !lowerCase
        && common[i]
        && (i == 0 || common[i - 1])
        && (i + 1 == common.length || common[i + 1]);
  }

  /** Returns the features of one token. */
  int[] at(int i) {
    int[] f = new int[COUNT];
    int s = shape[i];
    int s1 = near(shape, i, -1);
    int s2 = near(shape, i, -2);
    int t1 = near(shape, i, 1);
    int t2 = near(shape, i, 2);
    int w1 = near(word, i, -1);
    int w2 = near(word, i, -2);
    int v1 = near(word, i, 1);
    int v2 = near(word, i, 2);
    int l = lists[i];
    int l1 = near(lists, i, -1);
    int m1 = near(lists, i, 1);
    int k = 0;
    f[k] = feature(k++);
    f[k] = feature(k++, word[i]);
    f[k] = feature(k++, s);
    f[k] = feature(k++, s, begins[i] ? 1 : 0, lowerCase ? 1 : 0);
    f[k] = feature(k++, start[i]);
    f[k] = feature(k++, end3[i]);
    f[k] = feature(k++, end2[i]);
    f[k] = feature(k++, w1);
    f[k] = feature(k++, v1);
    f[k] = feature(k++, w2, w1);
    f[k] = feature(k++, v1, v2);
    f[k] = feature(k++, s1, s, t1);
    f[k] = feature(k++, s2, s1, s);
    f[k] = feature(k++, s, t1, t2);
    f[k] = feature(k++, l, s);
    f[k] = feature(k++, l1, s);
    f[k] = feature(k++, m1, s);
    f[k] = feature(k++, w1, s);
    f[k] = feature(k++, v1, s);
    f[k] = feature(k++, near(lists, i, -2), l1, s);
    f[k] = feature(k++, m1, near(lists, i, 2), s);
    f[k] = feature(k++, w2);
    f[k] = feature(k++, v2);
    f[k] = feature(k++, begins[i] ? 1 : 0, l, s, t1);
    f[k] = feature(k++, length[i], s);
    f[k] = feature(k++, l, s, l1, s1, m1, t1);
    f[k] = feature(k++, l1, m1, s);
    return f;
  }

  private int feature(int kind) {
    return Hash.bucket(buckets, Hash.of(kind + 1));
  }

  private int feature(int kind, int a) {
    return Hash.bucket(buckets, Hash.and(Hash.of(kind + 1), a));
  }

  private int feature(int kind, int a, int b) {
    return Hash.bucket(buckets, Hash.and(Hash.and(Hash.of(kind + 1), a), b));
  }

  private int feature(int kind, int a, int b, int c) {
    return Hash.bucket(buckets, Hash.and(Hash.and(Hash.and(Hash.of(kind + 1), a), b), c));
  }

  private int feature(int kind, int... parts) {
    return Hash.feature(buckets, kind + 1, parts);
  }

  private static int near(int[] values, int i, int by) {
    int at = i + by;
    return at < 0 ? NONE_BEFORE : at >= values.length ? NONE_AFTER : values[at];
  }
}
