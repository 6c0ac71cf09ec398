package io.glasswatch.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.testing.Project;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bugs that {@code chaos/planted/check} plants, which is too slow to be a test itself. */
class PlantedBugsTest {

  @Test
  void thereAreFifteen() {
    assertThat(patches()).hasSize(15);
  }

  @ParameterizedTest
  @MethodSource("patches")
  void everyPatchSaysWhatItBreaksAndAppliesToTheSources(Path patch) throws Exception {
    assertThat(Project.read(patch)).startsWith("What: ").contains("\nCheck: ");

    Process process =
        new ProcessBuilder("git", "apply", "--check", patch.toString())
            .directory(Project.path(".").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  static List<Path> patches() {
    return Project.files("chaos/planted", ".patch");
  }
}
