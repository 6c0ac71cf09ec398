package io.glasswatch.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Where and on what figures were taken: without that they mean nothing. */
public final class Machine {

  private static final String UNKNOWN = "unknown";
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Returns processor, cores, memory, JVM, commit and present load, by name. */
  public static Map<String, Object> described() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("processor", processor());
    fields.put("cores", system.getAvailableProcessors());
    fields.put("memory_gib", Math.round(system.getTotalMemorySize() / Math.pow(2, 30)));
    fields.put("java", Runtime.version().toString());
    fields.put("commit", commit());
    fields.put("load", Math.round(100 * system.getSystemLoadAverage()) / 100.0);
    return fields;
  }

  private static String processor() {
    if (!Files.isReadable(CPUS)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** The commit that is checked out, with a mark if files differ from it. */
  private static String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String commit =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return git.waitFor() == 0 ? commit : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
