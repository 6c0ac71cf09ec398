/**
 * Patterns over the turns of a conversation. Pure but for {@code OverTimeProcessor}, which keeps
 * the history.
 */
package io.glasswatch.stream.detect.overtime;
