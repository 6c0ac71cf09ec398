package io.glasswatch.stream.state;

import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing, and makes sure that those there fit together. */
public final class TopicCreation {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Admin admin;
  private final int partitions;
  private final short replicationFactor;
  private final int largestRecord;

  /**
   * Creates topics of {@code partitions} partitions each.
   *
   * @param replicationFactor copies of each partition; -1 for the broker's own default
   * @param largestRecord largest record that the topics take, in bytes
   */
  public TopicCreation(Admin admin, int partitions, int replicationFactor, int largestRecord) {
    this.admin = admin;
    this.partitions = partitions;
    this.replicationFactor = (short) replicationFactor;
    this.largestRecord = largestRecord;
  }

  /**
   * Creates what is missing of {@code topics} and waits until every partition has a leader.
   *
   * @param coPartitioned those of them that must have one and the same number of partitions
   * @return how many partitions each topic has
   * @throws IllegalStateException if existing topics do not fit together
   */
  public Map<String, Integer> ensure(List<Topic<?, ?>> topics, Set<Topic<?, ?>> coPartitioned)
      throws InterruptedException, TimeoutException {
    try {
      create(topics);
      Map<String, TopicDescription> found =
          admin
              .describeTopics(topics.stream().map(Topic::name).toList())
              .allTopicNames()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      check(coPartitioned, found);
      awaitLeaders(found.values());
      return found.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().partitions().size()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot prepare topics: " + e.getCause().getMessage(), e);
    }
  }

  private void create(List<Topic<?, ?>> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<String> existing = admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    List<NewTopic> missing = new ArrayList<>();
    for (Topic<?, ?> topic : topics) {
      if (!existing.contains(topic.name())) {
        missing.add(
            new NewTopic(topic.name(), partitions, replicationFactor).configs(configs(topic)));
      }
    }
    try {
      admin.createTopics(missing).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private Map<String, String> configs(Topic<?, ?> topic) {
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestRecord));
    configs.put(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        Topics.COMPACTED.contains(topic)
            ? TopicConfig.CLEANUP_POLICY_COMPACT
            : TopicConfig.CLEANUP_POLICY_DELETE);
    if (Topics.KEPT.contains(topic)) {
      configs.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    }
    return configs;
  }

  private static void check(Set<Topic<?, ?>> coPartitioned, Map<String, TopicDescription> found) {
    Map<String, Integer> counts = new HashMap<>();
    coPartitioned.forEach(
        topic -> counts.put(topic.name(), found.get(topic.name()).partitions().size()));
    if (Set.copyOf(counts.values()).size() > 1) {
      throw new IllegalStateException(
          "these topics must have the same number of partitions, but have %s".formatted(counts));
    }
  }

  /** A first record sent before its partition has a leader can be lost in a storm of retries. */
  private void awaitLeaders(Collection<TopicDescription> topics)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic : topics) {
      topic
          .partitions()
          .forEach(
              p -> ends.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
    }
    admin.listOffsets(ends).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
