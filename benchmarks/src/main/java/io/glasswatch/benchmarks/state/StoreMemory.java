package io.glasswatch.benchmarks.state;

import io.glasswatch.benchmarks.harness.Clocks;
import io.glasswatch.benchmarks.harness.Cost;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.benchmarks.pipeline.Broker;
import io.glasswatch.cli.demo.Opened;
import io.glasswatch.stream.state.SharedRocksDbMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Whether RocksDB stays within its bound and as fast, however many stores and records there are:
 * stores opened as Kafka Streams opens them, with the stream app's own configuration, written at
 * random keys and read as often as a tenth.
 */
public final class StoreMemory {

  private static final long BOUND = 128L << 20;
  private static final int VALUE_BYTES = 200;
  private static final int READ_EVERY = 10;

  /** As Kafka Streams sets it for each store. */
  private static final long WRITE_BUFFER = 16L << 20;

  private static final int WRITE_BUFFERS = 3;

  private StoreMemory() {}

  /** Measures it. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    int records = effort.of(10_000_000, 1_000_000, 10_000);
    StringBuilder table =
        new StringBuilder("| stores | records | CPU µs a record | held, MB | process, MB more |\n");
    table.append("|--:|--:|--:|--:|--:|\n");
    for (int stores : List.of(10, 100, effort.of(500, 200, 20))) {
      progress.accept("%d stores".formatted(stores));
      row(table, stores, records);
    }
    return Report.of(table.toString());
  }

  private static void row(StringBuilder table, int stores, int records)
      throws IOException, RocksDBException {
    Path dir = Files.createTempDirectory("glasswatch-bench");
    try (Opened open = new Opened("the stores")) {
      open.push(() -> Broker.delete(dir));
      long before = resident();
      List<RocksDB> all = new ArrayList<>();
      for (int i = 0; i < stores; i++) {
        all.add(open(open, dir.resolve("store-" + i)));
      }
      Cost cost = write(all, records);
      table.append(
          String.format(
              Locale.ROOT,
              "| %d | %,d | %.1f | %.0f | %.0f |%n",
              stores,
              records,
              cost.cpuMicros(),
              SharedRocksDbMemory.held() / 1e6,
              (resident() - before) / 1e6));
    }
  }

  private static RocksDB open(Opened open, Path dir) throws RocksDBException {
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER)
            .setMaxWriteBufferNumber(WRITE_BUFFERS)
            .setTableFormatConfig(new BlockBasedTableConfig());
    open.push(options);
    new SharedRocksDbMemory()
        .setConfig(dir.toString(), options, Map.of(SharedRocksDbMemory.BYTES, BOUND));
    RocksDB store = RocksDB.open(options, dir.toString());
    open.push(store);
    return store;
  }

  /** Processor time of the whole process counts: most of RocksDB's work is in the background. */
  private static Cost write(List<RocksDB> stores, int records) throws RocksDBException {
    Random random = new Random(1);
    byte[] value = new byte[VALUE_BYTES];
    Clocks start = Clocks.ofProcess();
    for (int i = 0; i < records; i++) {
      RocksDB store = stores.get(random.nextInt(stores.size()));
      byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
      random.nextBytes(value);
      store.put(key, value);
      if (i % READ_EVERY == 0) {
        store.get(key);
      }
    }
    return Clocks.ofProcess().since(start, records);
  }

  /** Returns the bytes of this process in memory, its heap left out; 0 where that is not told. */
  private static long resident() throws IOException {
    System.gc();
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      long kib =
          lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
      return (kib << 10) - Runtime.getRuntime().totalMemory();
    }
  }
}
