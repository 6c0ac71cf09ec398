/**
 * Attributions over time: of every explained interaction, which words, roles and places carried the
 * scores, kept by model, segment, category, method and window.
 */
package io.glasswatch.stream.attribution;
