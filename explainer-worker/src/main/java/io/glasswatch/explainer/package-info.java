/** The explainer worker, composed from one package a step. */
package io.glasswatch.explainer;
