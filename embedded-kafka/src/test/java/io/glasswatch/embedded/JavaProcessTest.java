package io.glasswatch.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JavaProcessTest {

  @TempDir Path dir;

  /** Appends to a file until that fails. */
  static final class Appends {
    public static void main(String[] args) throws InterruptedException {
      Path file = Path.of(System.getenv("FILE"));
      System.out.println("begun");
      try {
        while (true) {
          Files.writeString(file, "more", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          TimeUnit.MILLISECONDS.sleep(10);
        }
      } catch (IOException e) {
        System.out.println("failed: " + e.getMessage());
      }
    }
  }

  @Test
  void onAFullDiskNoFileGrows() throws Exception {
    Path file = dir.resolve("file");
    try (JavaProcess process =
        JavaProcess.start(
            Appends.class, Map.of("FILE", file.toString()), "32m", dir.resolve("log"))) {
      process.awaitLine("begun");
      process.fillDisk();

      assertThat(process.awaitLine("failed: ")).isEqualTo("File too large");
    }
  }
}
