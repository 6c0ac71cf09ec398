package io.glasswatch.embedded;

import java.io.IOException;

/** Does to a process what {@link Process} cannot. */
final class Control {

  private Control() {}

  /** Stops the process where it stands, with SIGSTOP. */
  static void pause(Process process) {
    send("STOP", process);
  }

  /** Lets a stopped process go on, with SIGCONT. */
  static void resume(Process process) {
    send("CONT", process);
  }

  /** Lets none of its files grow any more: each write beyond the end of one fails. */
  static void stopGrowth(Process process) {
    run("prlimit --pid %d --fsize=0:".formatted(process.pid()));
  }

  private static void send(String signal, Process process) {
    run("kill -%s %d".formatted(signal, process.pid()));
  }

  private static void run(String command) {
    try {
      int status = new ProcessBuilder("/bin/sh", "-c", command).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("\"%s\" ended with %d".formatted(command, status));
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run \"%s\"".formatted(command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
