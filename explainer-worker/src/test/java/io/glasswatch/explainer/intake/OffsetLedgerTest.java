package io.glasswatch.explainer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {

  private static final TopicPartition P = new TopicPartition("requests", 0);

  private final OffsetLedger ledger = new OffsetLedger();

  @Test
  void nothingIsCommittedBelowAnOpenRequest() {
    ledger.read(P, 10);
    ledger.read(P, 11);
    assertThat(ledger.takeCommittable()).isEqualTo(Map.of(P, new OffsetAndMetadata(10)));
    ledger.done(P, 11);
    assertThat(ledger.takeCommittable()).isEmpty();
  }

  @Test
  void whenTheOldestIsDoneAllDoneOnesAboveItAreCommitted() {
    ledger.read(P, 10);
    ledger.read(P, 11);
    ledger.read(P, 12);
    ledger.done(P, 11);
    ledger.done(P, 10);
    assertThat(ledger.takeCommittable()).isEqualTo(Map.of(P, new OffsetAndMetadata(12)));
  }

  @Test
  void anOffsetIsCommittedOnce() {
    ledger.read(P, 10);
    ledger.done(P, 10);
    assertThat(ledger.takeCommittable()).isEqualTo(Map.of(P, new OffsetAndMetadata(11)));
    assertThat(ledger.takeCommittable()).isEmpty();
  }

  @Test
  void aPartitionThatWasGivenUpIsNeverCommitted() {
    ledger.read(P, 10);
    ledger.forget(List.of(P));
    ledger.done(P, 10);
    assertThat(ledger.takeCommittable()).isEmpty();
  }
}
