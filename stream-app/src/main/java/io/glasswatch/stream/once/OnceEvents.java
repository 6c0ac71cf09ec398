package io.glasswatch.stream.once;

/** What is told of interactions whose id has been seen before. */
@FunctionalInterface
public interface OnceEvents {

  /** How an interaction came again. */
  enum Again {
    /** With the same content: it is dropped. */
    DUPLICATE,
    /** With other content: somebody uses the id again, and it is assessed like any other. */
    REUSED_ID
  }

  void again(Again how);
}
