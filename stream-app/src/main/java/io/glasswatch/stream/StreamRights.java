package io.glasswatch.stream;

import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.Right;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/** What the stream app must be allowed to do in Kafka: what its topology does, and no more. */
public final class StreamRights {

  private StreamRights() {}

  /**
   * Returns the rights of an app that is called {@code applicationId} and runs {@code topology}.
   *
   * @param created the topics that it creates where they are missing
   */
  static List<Right> of(Topology topology, List<Topic<?, ?>> created, String applicationId) {
    Set<String> names = created.stream().map(Topic::name).collect(Collectors.toSet());
    Set<String> read = new TreeSet<>();
    Set<String> written = new TreeSet<>();
    topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .forEach(
            node -> {
              if (node instanceof TopologyDescription.Source source && source.topicSet() != null) {
                read.addAll(source.topicSet());
              } else if (node instanceof TopologyDescription.Sink sink && sink.topic() != null) {
                written.add(sink.topic());
              }
            });
    read.retainAll(names);
    written.retainAll(names);
    Set<Right> rights = new LinkedHashSet<>();
    read.add(Topics.RULES.name());
    written.add(Topics.REVIEWS.name());
    read.forEach(topic -> rights.add(Right.topic(AclOperation.READ, topic)));
    written.forEach(topic -> rights.add(Right.topic(AclOperation.WRITE, topic)));
    created.forEach(topic -> rights.add(Right.topic(AclOperation.CREATE, topic)));
    rights.add(Right.group(AclOperation.READ, applicationId));
    rights.add(Right.group(AclOperation.DESCRIBE, Topics.EXPLAINER_GROUP));
    rights.add(Right.transactions(applicationId + "-"));
    Stream.of(
            AclOperation.CREATE,
            AclOperation.DESCRIBE_CONFIGS,
            AclOperation.READ,
            AclOperation.WRITE,
            AclOperation.DELETE)
        .forEach(operation -> rights.add(Right.topics(operation, applicationId + "-")));
    return List.copyOf(rights);
  }
}
