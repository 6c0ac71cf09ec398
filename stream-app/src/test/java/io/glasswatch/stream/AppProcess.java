package io.glasswatch.stream;

import io.glasswatch.embedded.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The stream app in a process of its own, so that it can be killed as by a power failure. */
public final class AppProcess implements AutoCloseable {

  private final JavaProcess process;
  private final String url;

  private AppProcess(JavaProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts the app and returns once its web server listens; its log goes to {@code log}. */
  public static AppProcess start(Map<String, String> settings, Path log) throws IOException {
    return start(settings, log, "256m");
  }

  /** The same with so much heap, as {@code -Xmx} has it. */
  public static AppProcess start(Map<String, String> settings, Path log, String heap)
      throws IOException {
    JavaProcess process = JavaProcess.start(StreamApp.class, settings, heap, log);
    return new AppProcess(process, process.awaitLine("listening on "));
  }

  public String url() {
    return url;
  }

  /** Ends the process with SIGKILL. */
  void kill() throws InterruptedException {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
