package io.glasswatch.chaos.fault;

/** How the monitor shows that it is not well, to whoever scrapes it. */
public enum Sign {
  /** A stream app does not answer: what {@code LlmStreamAppDown} tells. */
  APP_DOWN,
  /** A worker does not answer: what {@code LlmExplainersDown} tells. */
  WORKER_DOWN,
  /** No record is read though records come: what {@code LlmNoTraffic} tells. */
  STALLED,
  /** Records are rejected faster than ever: what {@code LlmRejectedBurst} tells. */
  REJECTED,
  /** Explanations do not come, or not in time: what {@code LlmUnexplained} tells. */
  UNEXPLAINED
}
