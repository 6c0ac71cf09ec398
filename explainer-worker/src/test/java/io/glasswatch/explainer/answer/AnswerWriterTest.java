package io.glasswatch.explainer.answer;

import static io.glasswatch.contract.Sample.Reason.FLAGGED;
import static io.glasswatch.explainer.Requests.NOW;
import static io.glasswatch.explainer.Requests.pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Topics;
import io.glasswatch.explainer.intake.OffsetLedger;
import io.glasswatch.explainer.intake.Pending;
import io.glasswatch.explainer.metrics.WorkerMetrics;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

  private static final ExplainerModel MODEL = new ExplainerModel("m", "1", "2", "3", "cpu");
  private static final Pending REQUEST = pending(4, FLAGGED, 1);
  private static final Explanation ANSWER =
      new Explained("i-4", NOW, MODEL, List.of(), List.of(), 0.1);

  private final OffsetLedger ledger = new OffsetLedger();
  private final MockProducer<String, Explanation> producer =
      new MockProducer<>(
          false,
          null,
          Topics.EXPLANATIONS.keys().serializer(),
          Topics.EXPLANATIONS.values().serializer());
  private final AnswerWriter writer =
      new AnswerWriter(producer, ledger, new WorkerMetrics(), () -> "model|methods");

  @Test
  void aRequestIsDoneOnlyWhenItsAnswerIsAcknowledged() {
    ledger.read(REQUEST.partition(), 4);
    writer.write(REQUEST, ANSWER);
    assertThat(ledger.open()).isEqualTo(1);
    producer.completeNext();
    assertThat(ledger.open()).isZero();
  }

  @Test
  void anAnswerThatKafkaDidNotTakeLeavesItsRequestOpen() {
    ledger.read(REQUEST.partition(), 4);
    writer.write(REQUEST, ANSWER);
    producer.errorNext(new NetworkException());
    assertThat(ledger.open()).isEqualTo(1);
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void anExplanationTooLargeForKafkaIsAnsweredAsFailed() {
    ledger.read(REQUEST.partition(), 4);
    writer.write(REQUEST, ANSWER);
    producer.errorNext(new RecordTooLargeException());
    Unexplained second = (Unexplained) producer.history().get(1).value();
    assertThat(second.reason()).isEqualTo(Unexplained.FAILED);
    assertThat(second.detail()).isEqualTo("RecordTooLargeException");
    producer.completeNext();
    assertThat(ledger.open()).isZero();
  }

  @Test
  void theSameAnswerHasTheSameIdWhateverIsRetried() {
    writer.write(REQUEST, ANSWER);
    writer.write(REQUEST, ANSWER);
    byte[] first = producer.history().get(0).headers().lastHeader("answer-id").value();
    byte[] second = producer.history().get(1).headers().lastHeader("answer-id").value();
    assertThat(second).isEqualTo(first).hasSize(32);
  }
}
