package io.glasswatch.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of another project that checks our files. A machine without it skips the test; the
 * build server, which sets {@code CI=true}, must have it.
 *
 * @param program where Debian installs it
 */
public record Tool(Path program) {

  public static final Tool PROMTOOL = new Tool(Path.of("/usr/bin/promtool"));
  public static final Tool AMTOOL = new Tool(Path.of("/usr/bin/amtool"));
  public static final Tool DOCKER_COMPOSE = new Tool(Path.of("/usr/bin/docker-compose"));
  public static final Tool KUBECTL = new Tool(Path.of("/usr/bin/kubectl"));

  private static final long PATIENCE_SECONDS = 60;

  /**
   * What the program said.
   *
   * @param output standard output and error together
   */
  public record Result(int exitCode, String output) {}

  /** Runs the program in {@code directory}, or skips the test that asks. */
  public Result run(Path directory, String... arguments) {
    boolean installed = Files.isExecutable(program);
    if (!installed && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("the build server has no " + program);
    }
    assumeTrue(installed, "needs " + program);
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("%s did not end; it said:\n%s".formatted(command, output));
      }
      return new Result(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
