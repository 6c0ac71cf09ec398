package io.glasswatch.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The stream app in a process of its own, so that it can be killed as by a power failure. */
public final class AppProcess implements AutoCloseable {

  private static final String LISTENING = "listening on ";

  private final Process process;
  private final String url;

  private AppProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts the app and returns once its web server listens; its log goes to {@code log}. */
  public static AppProcess start(Map<String, String> settings, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StreamApp.class.getName()));
    builder.environment().putAll(settings);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENING)) {
        return new AppProcess(process, line.substring(LISTENING.length()));
      }
    }
    throw new IllegalStateException("the stream app ended before it listened; see " + log);
  }

  public String url() {
    return url;
  }

  /** Ends the process with SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
