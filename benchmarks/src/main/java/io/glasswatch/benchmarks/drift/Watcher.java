package io.glasswatch.benchmarks.drift;

/** A detector at work on one stream; after an alarm it starts anew. */
interface Watcher {

  /** Takes the next observation; returns whether it alarms. */
  boolean alarms(double x);
}
