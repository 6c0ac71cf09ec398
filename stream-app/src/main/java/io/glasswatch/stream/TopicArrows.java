package io.glasswatch.stream;

import io.glasswatch.contract.Topic;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;

/** How the flow reads topics and writes to them; each reader and writer has the topic's name. */
final class TopicArrows {

  private TopicArrows() {}

  static <K, V> KStream<K, V> read(StreamsBuilder builder, Topic<K, V> topic) {
    return builder.stream(
        topic.name(),
        Consumed.with(topic.keys(), topic.values()).withName("read-" + shortName(topic)));
  }

  static <K, V> void write(Topic<K, V> topic, KStream<K, V> stream) {
    write(topic, shortName(topic), stream);
  }

  /** Writes to a topic that others here write to as well. */
  static <K, V> void write(Topic<K, V> topic, String what, KStream<K, V> stream) {
    stream.to(topic.name(), Produced.with(topic.keys(), topic.values()).withName("write-" + what));
  }

  /** Writes each record to the partition that is its key. */
  static <V> void writeByPartition(
      Topic<Integer, V> topic, String name, KStream<Integer, V> stream) {
    stream.to(
        topic.name(),
        Produced.with(topic.keys(), topic.values())
            .withStreamPartitioner((t, key, value, count) -> Optional.of(Set.of(key)))
            .withName(name));
  }

  private static String shortName(Topic<?, ?> topic) {
    return topic.name().substring(topic.name().indexOf('.') + 1);
  }
}
