package io.glasswatch.explainer.model;

/**
 * What goes on inside the model while it reads one input.
 *
 * @param attention shape [layers][heads][query][key]; every row of keys adds up to 1
 * @param hidden what enters each layer's attention, shape [layers][tokens][width]
 * @param hiddenGradient dF by that value, the same shape
 */
public record Inside(float[][][][] attention, float[][][] hidden, float[][][] hiddenGradient) {

  /** Returns how many layers there are. */
  public int layers() {
    return attention.length;
  }

  /** Returns how many heads each layer has. */
  public int heads() {
    return attention[0].length;
  }
}
