package io.glasswatch.explainer.train;

/**
 * A labelled text as the head sees it.
 *
 * @param text the text and its labels
 * @param windows the encoder's vectors, shape [windows][hidden]
 */
record Example(LabelledText text, float[][] windows) {}
