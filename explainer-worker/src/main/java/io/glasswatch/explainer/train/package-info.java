/** Trains the safety head on labelled texts and measures it honestly. */
package io.glasswatch.explainer.train;
