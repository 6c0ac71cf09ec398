package io.glasswatch.explainer.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a text longer than the model reads is cut: overlapping windows of one size.
 *
 * <p>Windows begin every {@code stride} tokens; the last one is moved back to end where the text
 * ends, so that every window of a long text is full and the final tokens keep their context. A
 * short or empty text is one window.
 *
 * @param size tokens of text in a window, framing tokens not counted, at least 1
 * @param stride tokens from the begin of a window to the next, 1 to {@code size}
 */
public record Windows(int size, int stride) {

  /** Windows of 128 tokens with their frame, overlapping by about a quarter. */
  public static final Windows DEFAULT = new Windows(126, 96);

  /**
   * Returns windows of at most {@code tokens} tokens with their frame, overlapping by a quarter.
   */
  public static Windows within(int tokens, Tokenizer tokenizer) {
    int size = tokens - tokenizer.frame();
    return new Windows(size, Math.max(1, Math.min(size, tokens * 3 / 4)));
  }

  public Windows {
    if (size < 1 || stride < 1 || stride > size) {
      throw new IllegalArgumentException(
          "stride must be 1 to the window's size, but was %d of %d".formatted(stride, size));
    }
  }

  /**
   * A run of tokens.
   *
   * @param from its first token, inclusive
   * @param to its last token, exclusive
   */
  public record Window(int from, int to) {

    /** Returns how many tokens of text the window holds. */
    public int size() {
      return to - from;
    }

    /** Returns the window's model input: its ids between the framing tokens. */
    public long[] framed(Tokens tokens, Tokenizer tokenizer) {
      return tokenizer.framed(Arrays.copyOfRange(tokens.ids(), from, to));
    }
  }

  /** Returns the windows over a text of {@code tokens} tokens, in order, at least one. */
  public List<Window> over(int tokens) {
    List<Window> windows = new ArrayList<>();
    int from = 0;
    while (from + size < tokens) {
      windows.add(new Window(from, from + size));
      from += stride;
    }
    windows.add(new Window(Math.max(0, tokens - size), tokens));
    return List.copyOf(windows);
  }

  /**
   * Returns which window speaks for each token: the one in which it stands farthest from both
   * edges, the earlier one of two equals.
   *
   * @param windows the windows over the text
   * @param tokens tokens in the text
   * @return for each token the index of its window
   */
  public static int[] owners(List<Window> windows, int tokens) {
    int[] owners = new int[tokens];
    for (int token = 0; token < tokens; token++) {
      int best = -1;
      for (int w = 0; w < windows.size(); w++) {
        int depth = Math.min(token - windows.get(w).from(), windows.get(w).to() - 1 - token);
        if (depth > best) {
          best = depth;
          owners[token] = w;
        }
      }
    }
    return owners;
  }
}
