package io.glasswatch.cli.surrogate;

import java.util.Locale;

/** What a text has or has not: what a surrogate adds up. */
sealed interface Feature {

  /** A word of the text, in lower case. */
  record Word(String word) implements Feature {
    @Override
    public boolean in(ExplainedText text) {
      return text.shares().containsKey(word);
    }

    @Override
    public String label() {
      return word;
    }
  }

  /** A span that a rule of the stream app found in the text. */
  record Found(String rule) implements Feature {
    @Override
    public boolean in(ExplainedText text) {
      return text.found().contains(rule);
    }

    @Override
    public String label() {
      return "found: " + rule;
    }
  }

  /** A signal of the interaction that is at least {@code least}; one that is missing is not. */
  record AtLeast(String signal, double least) implements Feature {
    @Override
    public boolean in(ExplainedText text) {
      Double value = text.signals().get(signal);
      return value != null && value >= least;
    }

    @Override
    public String label() {
      return String.format(Locale.ROOT, "%s >= %.4g", signal, least);
    }
  }

  /** Returns whether {@code text} has it. */
  boolean in(ExplainedText text);

  /** Returns what a reader calls it. No two features have the same: a word has no blank. */
  String label();
}
