package io.glasswatch.cli;

import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.stream.StreamSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The stream app of a test, and what an application sends it. */
public final class TestApp {

  private TestApp() {}

  /** Sends one interaction as JSON and returns when it is written. */
  public static void send(EmbeddedKafka kafka, String json) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(Topics.INTERACTIONS.name(), json)).get();
    }
  }

  /** Returns settings under which cases are closed after a second, all files below {@code dir}. */
  public static StreamSettings settings(EmbeddedKafka kafka, Path dir) {
    return StreamSettings.from(
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
            "STATE_DIR", dir.resolve("state").toString(),
            "AUDIT_DIR", dir.resolve("audit").toString(),
            "AUDIT_CHECKPOINT_INTERVAL", "PT1S",
            "EXPLANATION_DEADLINE", "PT1S",
            "PARTITIONS", "2",
            "HTTP_PORT", "0"));
  }
}
