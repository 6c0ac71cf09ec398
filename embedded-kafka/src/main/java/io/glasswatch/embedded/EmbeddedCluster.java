package io.glasswatch.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Real Kafka brokers that are one cluster, each behind a proxy of its own. With three of them
 * everything has three copies, two of which must be written, so any one may fail.
 */
public final class EmbeddedCluster implements AutoCloseable {

  private final List<EmbeddedKafka> brokers;

  private EmbeddedCluster(List<EmbeddedKafka> brokers) {
    this.brokers = brokers;
  }

  /**
   * Starts a broker for each proxy, and returns once all serve. A broker listens twice: as ever,
   * and at {@link EmbeddedKafka#behindProxy()} for its proxy, whose clients are told to come
   * through the proxies for whatever they do.
   *
   * @param dir where they keep their data and logs, broker 1 in {@code 1}; made if absent
   * @param proxies where the proxies listen, on this machine
   * @throws IllegalStateException if a broker does not come up, with the end of its log
   */
  public static EmbeddedCluster start(Path dir, List<Integer> proxies) {
    List<Path> dirs =
        IntStream.rangeClosed(1, proxies.size())
            .mapToObj(id -> dir.resolve(Integer.toString(id)))
            .toList();
    return new EmbeddedCluster(
        EmbeddedKafka.start(
            dirs, Optional.empty(), proxies.stream().map(OptionalInt::of).toList()));
  }

  /** Returns the brokers, in the order of their proxies. */
  public List<EmbeddedKafka> brokers() {
    return brokers;
  }

  /** Returns a client's {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return brokers.stream().map(EmbeddedKafka::bootstrapServers).collect(Collectors.joining(","));
  }

  /** Ends all brokers at once: one that goes in order waits for the others. */
  @Override
  public void close() {
    brokers.forEach(EmbeddedKafka::kill);
  }
}
