package io.glasswatch.stream;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Answers requests one after another as a worker does, without a model, at a pace of its own. */
final class StandInWorker implements AutoCloseable {

  private final KafkaConsumer<String, ExplanationRequest> requests;
  private final KafkaProducer<String, Explanation> answers;
  private final long workMillis;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread thread = new Thread(this::work, "stand-in-worker");

  /**
   * @param work how long a request takes whose deadline has not passed
   */
  StandInWorker(String servers, Duration work) {
    workMillis = work.toMillis();
    requests =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "group.id", "stand-in-worker",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed",
                "max.poll.records", 10),
            Topics.EXPLANATION_REQUESTS.keys().deserializer(),
            Topics.EXPLANATION_REQUESTS.values().deserializer());
    answers =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            Topics.EXPLANATIONS.keys().serializer(),
            Topics.EXPLANATIONS.values().serializer());
  }

  /** Begins to answer what is in the topic and what comes. */
  void begin() {
    requests.subscribe(List.of(Topics.EXPLANATION_REQUESTS.name()));
    thread.start();
  }

  private void work() {
    try {
      while (!closing.get()) {
        for (ConsumerRecord<String, ExplanationRequest> record :
            requests.poll(Duration.ofMillis(100))) {
          var unused =
              answers.send(
                  new ProducerRecord<>(
                      Topics.EXPLANATIONS.name(), record.key(), answer(record.value())));
        }
      }
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Explanation answer(ExplanationRequest request) throws InterruptedException {
    String id = request.interaction().id();
    if (Instant.now().isAfter(request.deadline())) {
      return new Explanation.Unexplained(
          id, Instant.now(), Explanation.Unexplained.EXPIRED, "taken up after its deadline");
    }
    TimeUnit.MILLISECONDS.sleep(workMillis);
    return new Explanation.Explained(
        id,
        Instant.now(),
        new ExplainerModel("stand-in", "a", "b", "c", "cpu"),
        List.of(),
        List.of(),
        workMillis / 1e3);
  }

  @Override
  public void close() {
    closing.set(true);
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answers.close(Duration.ZERO);
    requests.close();
  }
}
