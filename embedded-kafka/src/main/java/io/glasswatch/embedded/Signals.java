package io.glasswatch.embedded;

import java.io.IOException;

/** Sends a process a signal that {@link Process} does not know. */
final class Signals {

  private Signals() {}

  /** Stops the process where it stands, with SIGSTOP. */
  static void pause(Process process) {
    send("STOP", process);
  }

  /** Lets a stopped process go on, with SIGCONT. */
  static void resume(Process process) {
    send("CONT", process);
  }

  private static void send(String signal, Process process) {
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -%s %d".formatted(signal, process.pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot send a signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
