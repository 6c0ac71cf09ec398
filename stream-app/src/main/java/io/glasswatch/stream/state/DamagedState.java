package io.glasswatch.stream.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds state on disk whose checksums do not hold, and removes it, so that Kafka Streams restores
 * it from its changelog.
 *
 * <p>It has to be found before it is read: a range over a damaged table ends early without an
 * error, and what was behind the damage would be forgotten in silence.
 */
public final class DamagedState {

  private static final Logger LOGGER = LoggerFactory.getLogger(DamagedState.class);

  private DamagedState() {}

  /**
   * Removes the directory of every task that has a damaged table; reads every table once.
   *
   * @param application the directory of an application's state, one directory a task in it; may be
   *     absent
   * @return the directories that were removed
   */
  public static List<Path> remove(Path application) {
    if (!Files.isDirectory(application)) {
      return List.of();
    }
    RocksDB.loadLibrary();
    List<Path> removed = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(application)) {
      for (Path task : tasks.filter(Files::isDirectory).toList()) {
        if (isDamaged(task)) {
          LOGGER.atError().addKeyValue("task", task.getFileName()).log("state is damaged: removed");
          delete(task);
          removed.add(task);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return removed;
  }

  private static boolean isDamaged(Path task) throws IOException {
    try (Stream<Path> files = Files.walk(task)) {
      return files.filter(file -> file.toString().endsWith(".sst")).anyMatch(f -> !holds(f));
    }
  }

  private static boolean holds(Path table) {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(table.toString());
      reader.verifyChecksum();
      return true;
    } catch (RocksDBException e) {
      return false;
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
