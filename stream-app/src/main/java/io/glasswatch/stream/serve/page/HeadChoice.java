package io.glasswatch.stream.serve.page;

import java.util.OptionalInt;

/**
 * Whose attention a case page shows.
 *
 * @param layer its number, from 1; empty for the mean of all layers
 * @param head its number in each layer, from 1; empty for the mean of all heads
 */
public record HeadChoice(OptionalInt layer, OptionalInt head) {

  /** The mean of everything. */
  public static final HeadChoice MEAN = new HeadChoice(OptionalInt.empty(), OptionalInt.empty());

  /** Returns this choice without a number that a model of that shape does not have. */
  HeadChoice within(int layers, int heads) {
    return new HeadChoice(upTo(layer, layers), upTo(head, heads));
  }

  /** Returns whether the head, both from 0, is part of what is shown. */
  boolean holds(int ofLayer, int ofHead) {
    return layer.orElse(ofLayer + 1) == ofLayer + 1 && head.orElse(ofHead + 1) == ofHead + 1;
  }

  /** Returns what is shown, in words. */
  String words() {
    if (layer.isEmpty() && head.isEmpty()) {
      return "mean of all layers and heads";
    }
    return named(layer, "layer") + ", " + named(head, "head");
  }

  private static String named(OptionalInt number, String what) {
    return number.isPresent() ? what + " " + number.getAsInt() : "mean of all " + what + "s";
  }

  private static OptionalInt upTo(OptionalInt number, int most) {
    return number.isPresent() && number.getAsInt() >= 1 && number.getAsInt() <= most
        ? number
        : OptionalInt.empty();
  }
}
