package io.glasswatch.cli.demo;

import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A demo's Kafka, and how each part of the demo reaches it. */
interface DemoKafka extends AutoCloseable {

  /** Returns the connection of whoever watches the demo, and may read everything. */
  KafkaConnection observer();

  /** Returns what a process must be told to be a user who has these rights. */
  Map<String, String> user(String name, List<Right> rights) throws InterruptedException;

  @Override
  void close();

  /** Starts a Kafka that lets everybody in. */
  static DemoKafka open(Path dir) {
    EmbeddedKafka kafka = EmbeddedKafka.start(dir);
    return new DemoKafka() {
      @Override
      public KafkaConnection observer() {
        return KafkaConnection.plain(kafka.bootstrapServers());
      }

      @Override
      public Map<String, String> user(String name, List<Right> rights) {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
      }

      @Override
      public void close() {
        kafka.close();
      }
    };
  }

  /** Starts a Kafka that demands TLS and a password. */
  static DemoKafka secured(Path dir) {
    return SecuredKafka.start(dir);
  }
}
