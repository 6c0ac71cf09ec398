package io.glasswatch.stream.audit.log;

import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;

/** Where the logs lie, one for each partition, with their signed checkpoints. */
public interface AuditLog {

  /** Returns the numbers of the partitions that there is something of. */
  SortedSet<Integer> partitions();

  /** Reads the entries of one partition in order, up to the end as it is now. */
  void entries(int partition, Consumer<byte[]> reader);

  /** Returns the signed checkpoints of one partition in order. */
  List<String> checkpoints(int partition);
}
