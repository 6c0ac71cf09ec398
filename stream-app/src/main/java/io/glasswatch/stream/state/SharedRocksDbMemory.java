package io.glasswatch.stream.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all RocksDB stores of the process one block cache and one write-buffer budget, so that
 * memory does not grow with the number of partitions.
 *
 * <p>Write buffers count against the cache, so the cache's capacity bounds both; index and filter
 * blocks live in the cache too. The first store that opens fixes the bound for the process.
 */
public final class SharedRocksDbMemory implements RocksDBConfigSetter {

  /** Streams property: bytes that all stores of the process may hold in memory. */
  public static final String BYTES = "glasswatch.rocksdb.bytes";

  private static final double WRITE_BUFFER_SHARE = 0.5;

  /**
   * Bytes that a store's write buffer grows by. RocksDB would take an eighth of the buffer, 2 MB,
   * for the first record of each store: with many stores that alone is over the bound, and from
   * then on every record makes some store flush.
   */
  private static final long ARENA_BLOCK = 64 << 10;

  private static final double INDEX_SHARE = 0.1;
  private static final int SHARD_BITS = 4;

  /** The budget of the whole process. */
  private record Budget(Cache cache, WriteBufferManager writeBuffers) {}

  private static Budget shared;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Budget budget = shared(Long.parseLong(String.valueOf(configs.get(BYTES))));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(budget.cache());
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(budget.writeBuffers());
    options.setArenaBlockSize(ARENA_BLOCK);
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  /** Leaves the shared budget open: other stores use it until the process ends. */
  @Override
  public void close(String storeName, Options options) {}

  /** Returns the bytes that the stores hold and cannot give back, 0 before the first one opens. */
  public static synchronized long held() {
    return shared == null ? 0 : shared.cache().getPinnedUsage();
  }

  private static synchronized Budget shared(long bytes) {
    if (shared == null) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(bytes, SHARD_BITS, false, INDEX_SHARE);
      long writeBytes = (long) (bytes * WRITE_BUFFER_SHARE);
      shared = new Budget(cache, new WriteBufferManager(writeBytes, cache));
    }
    return shared;
  }
}
