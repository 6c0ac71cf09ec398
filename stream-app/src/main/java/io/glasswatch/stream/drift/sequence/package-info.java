/**
 * A test that adds up what single windows do not show: parameters and state are records, and
 * observing returns the next state. Pure arithmetic.
 */
package io.glasswatch.stream.drift.sequence;
