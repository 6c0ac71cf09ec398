package io.glasswatch.cli.demo;

import io.glasswatch.contract.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many records of the log the stream app has not read. */
final class Lag {

  private Lag() {}

  static long of(Demo demo) throws InterruptedException {
    try (Admin admin = Admin.create(demo.observer().with(Map.of()))) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin
              .listConsumerGroupOffsets(Demo.APPLICATION)
              .partitionsToOffsetAndMetadata()
              .get()
              .entrySet()
              .stream()
              .filter(entry -> entry.getKey().topic().equals(Topics.INTERACTIONS.name()))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      Map<TopicPartition, ListOffsetsResultInfo> ends =
          admin
              .listOffsets(
                  read.keySet().stream()
                      .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest())))
              .all()
              .get();
      return ends.entrySet().stream()
          .mapToLong(end -> end.getValue().offset() - read.get(end.getKey()).offset())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot read the stream app's offsets", e);
    }
  }
}
