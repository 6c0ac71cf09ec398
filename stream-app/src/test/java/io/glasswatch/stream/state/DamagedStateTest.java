package io.glasswatch.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;

class DamagedStateTest {

  @TempDir private Path application;

  @Test
  void aTaskWithAFlippedBitIsRemovedAndTheOthersStay() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      Path good = table("0_0");
      Path bad = table("0_1");
      byte[] bytes = Files.readAllBytes(bad);
      Random random = new Random(seed);
      // The last 53 bytes are the footer, of which RocksDB leaves some unused.
      bytes[random.nextInt(bytes.length - 53)] ^= (byte) (1 << random.nextInt(8));
      Files.write(bad, bytes);

      assertThat(DamagedState.remove(application))
          .as("seed %d", seed)
          .containsExactly(application.resolve("0_1"));
      assertThat(application.resolve("0_1")).doesNotExist();
      assertThat(good).exists();
    }
  }

  @Test
  void stateThatIsNotThereIsNotDamaged() {
    assertThat(DamagedState.remove(application.resolve("none"))).isEmpty();
  }

  private Path table(String task) throws Exception {
    Path store = application.resolve(task).resolve("rocksdb/alerts");
    Files.createDirectories(store);
    RocksDB.loadLibrary();
    try (RocksDB db = RocksDB.open(store.toString());
        FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      for (int i = 0; i < 200; i++) {
        db.put(("key-" + i).getBytes(StandardCharsets.UTF_8), new byte[50]);
      }
      db.flush(flush);
    }
    try (Stream<Path> files = Files.list(store)) {
      List<Path> tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
      return tables.get(tables.size() - 1);
    }
  }
}
