package io.glasswatch.explainer.model;

import java.util.Optional;

/**
 * What a classifier makes of one text.
 *
 * @param logits shape [outputs]
 * @param embedding the vector that the logits were made from, shape [width]; empty if the model
 *     does not show it
 */
public record Scored(double[] logits, Optional<float[]> embedding) {}
