/**
 * Drift: counts a task's traffic by model and segment, merges the counts of all tasks, and judges
 * each closed window against the reference of its model version.
 */
package io.glasswatch.stream.drift;
