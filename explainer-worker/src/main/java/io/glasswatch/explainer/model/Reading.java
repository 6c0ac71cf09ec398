package io.glasswatch.explainer.model;

/**
 * What one run of the gradient graph says of one window and one category.
 *
 * @param logit the category's logit
 * @param gradientTimesInput sum over the width of {@code x * dlogit/dx}, shape [framed tokens]
 * @param rollout attention rollout, shape [framed tokens], adds up to 1
 * @param relevance gradient-weighted attention, shape [framed tokens], at least 0
 */
public record Reading(
    double logit, double[] gradientTimesInput, double[] rollout, double[] relevance) {}
