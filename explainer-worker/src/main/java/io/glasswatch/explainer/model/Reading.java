package io.glasswatch.explainer.model;

/**
 * What one run of the gradient graph says of one input.
 *
 * @param value F
 * @param gradientTimesInput sum over the width of {@code x * dF/dx}, one a token
 * @param rollout attention rollout, one a token, adds up to 1; none without attention
 * @param relevance gradient-weighted attention, one a token, at least 0; none without attention
 */
public record Reading(
    double value, double[] gradientTimesInput, double[] rollout, double[] relevance) {}
