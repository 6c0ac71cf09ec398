/**
 * Detectors that watch a stream one observation at a time: parameters and state are records, and
 * observing returns the next state. Pure arithmetic.
 */
package io.glasswatch.stream.drift.sequence;
