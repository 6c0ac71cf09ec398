package io.glasswatch.explainer.answer;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Topics;
import io.glasswatch.explainer.intake.OffsetLedger;
import io.glasswatch.explainer.intake.Pending;
import io.glasswatch.explainer.metrics.WorkerMetrics;
import io.glasswatch.explainer.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers under their requests' keys; a request is done when its answer is acknowledged. An
 * explanation too large for Kafka is answered as failed.
 *
 * <p>Every answer carries the header {@link #ANSWER_ID}: the same interaction explained again by
 * the same model with the same methods has the same id, so that a reader may drop a repetition.
 */
public final class AnswerWriter implements AutoCloseable {

  /** The record header that names the answer, whatever is retried. */
  public static final String ANSWER_ID = "answer-id";

  private static final Logger LOGGER = LoggerFactory.getLogger(AnswerWriter.class);

  private final Producer<String, Explanation> producer;
  private final OffsetLedger ledger;
  private final WorkerMetrics metrics;
  private final Supplier<String> work;
  private final Clock clock = Clock.systemUTC();

  /**
   * Makes a writer.
   *
   * @param work names the model that explains and the methods that it runs
   */
  public AnswerWriter(
      Producer<String, Explanation> producer,
      OffsetLedger ledger,
      WorkerMetrics metrics,
      Supplier<String> work) {
    this.producer = producer;
    this.ledger = ledger;
    this.metrics = metrics;
    this.work = work;
  }

  /** Sends {@code answer}; returns before it is acknowledged. */
  public void write(Pending request, Explanation answer) {
    ProducerRecord<String, Explanation> record =
        new ProducerRecord<>(Topics.EXPLANATIONS.name(), request.key(), answer);
    record.headers().add(ANSWER_ID, id(answer).getBytes(StandardCharsets.US_ASCII));
    Future<RecordMetadata> unused =
        producer.send(
            record, (metadata, failure) -> settle(request, answer, Optional.ofNullable(failure)));
  }

  private void settle(Pending request, Explanation answer, Optional<Exception> failure) {
    if (failure.isEmpty()) {
      ledger.done(request.partition(), request.offset());
      metrics.answered(answer, Duration.between(request.arrived(), clock.instant()));
      return;
    }
    String error = failure.get().getClass().getSimpleName();
    metrics.unacknowledged();
    LOGGER
        .atError()
        .addKeyValue("interaction", answer.interaction())
        .addKeyValue("error", error)
        .log("answer was not acknowledged");
    if (failure.get() instanceof RecordTooLargeException && answer instanceof Explained) {
      write(
          request,
          new Unexplained(answer.interaction(), clock.instant(), Unexplained.FAILED, error));
    }
    // Otherwise the offset stays open: the request is read again after a restart.
  }

  private String id(Explanation answer) {
    return Sha256.of(answer.interaction() + "|" + work.get()).substring(0, 32);
  }

  /** Waits until every answer sent so far is acknowledged or given up. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
