/** Compares what was said of texts with what their labels say. */
package io.glasswatch.cli.quality;
