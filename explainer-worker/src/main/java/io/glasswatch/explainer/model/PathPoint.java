package io.glasswatch.explainer.model;

/**
 * The gradient at one point between a baseline b and an input x.
 *
 * @param logit the target's logit at the point
 * @param gradientTimesDifference sum over the width of {@code (x - b) * dlogit/dpoint}, shape
 *     [framed tokens]
 */
public record PathPoint(double logit, double[] gradientTimesDifference) {}
