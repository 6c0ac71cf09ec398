package io.glasswatch.explainer.model;

/**
 * The gradient at one point between a baseline b and an input x.
 *
 * @param value F at the point
 * @param gradientTimesDifference sum over the width of {@code (x - b) * dF/dpoint}, one a token
 */
public record PathPoint(double value, double[] gradientTimesDifference) {}
