package io.glasswatch.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of ours in a process of its own, so that it can be killed as by a power failure, or
 * stopped as by a machine that has no time for it. It ends with whoever started it.
 */
public final class JavaProcess implements AutoCloseable {

  private static final long CLOSE_SECONDS = 30;

  private final Process process;
  private final BufferedReader out;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end-child"));
  }

  /**
   * Starts a program with the class path of this one.
   *
   * @param main its class
   * @param settings environment beside that of this process
   * @param memory of its heap, e.g. {@code 256m}
   * @param log where its standard error is appended
   */
  public static JavaProcess start(
      Class<?> main, Map<String, String> settings, String memory, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=embedded-broker-logback.xml",
                main.getName()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(settings);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new JavaProcess(builder.start(), log);
  }

  /**
   * Waits until the program has printed a line that begins with {@code start}; returns the rest.
   *
   * @throws IllegalStateException if it ends before
   */
  public String awaitLine(String start) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new IllegalStateException(
        "the process ended before it said \"%s\"; see %s".formatted(start.strip(), log));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process with SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops the process where it stands, with SIGSTOP. */
  public void pause() {
    Control.pause(process);
  }

  /** Lets a stopped process go on, with SIGCONT; one that has ended is left alone. */
  public void resume() {
    if (process.isAlive()) {
      Control.resume(process);
    }
  }

  /** Lets none of the files of the process grow any more, as on a full disk. */
  public void fillDisk() {
    Control.stopGrowth(process);
  }

  /** Asks the process to end, with SIGTERM, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
