package io.glasswatch.stream;

import io.glasswatch.contract.Review;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.serve.ReviewDesk;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes reviews to their topic, each acknowledged by Kafka before its reviewer is thanked. */
final class ReviewWriter implements ReviewDesk, AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaProducer<String, Review> producer;

  ReviewWriter(StreamSettings settings) {
    producer =
        new KafkaProducer<>(
            settings
                .kafka()
                .with(
                    Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE.toMillis())),
            Topics.REVIEWS.keys().serializer(),
            Topics.REVIEWS.values().serializer());
  }

  @Override
  public void take(Review review) {
    try {
      var unused =
          producer
              .send(new ProducerRecord<>(Topics.REVIEWS.name(), review.conversation(), review))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka did not take the review", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing the review", e);
    }
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
