package io.glasswatch.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.stream.audit.AuditKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

  @TempDir Path dir;

  @Test
  void theStreamAppSignsWithTheKeyThatWasMade() throws IOException {
    CommandLineRun made = CommandLineRun.of("audit", "keys", "--out", dir.toString());

    assertThat(made.exitCode()).isZero();
    assertThat(made.out())
        .startsWith("glasswatch/glasswatch+")
        .isEqualTo(Files.readString(dir.resolve("signing.pub")))
        .isEqualTo(AuditKeys.in(dir, "glasswatch/glasswatch").signer().key().text() + "\n");
  }

  @Test
  void keysThatAreThereStay() {
    CommandLineRun first = CommandLineRun.of("audit", "keys", "--out", dir.toString());
    CommandLineRun second = CommandLineRun.of("audit", "keys", "--out", dir.toString());

    assertThat(second.out()).isEqualTo(first.out());
  }
}
