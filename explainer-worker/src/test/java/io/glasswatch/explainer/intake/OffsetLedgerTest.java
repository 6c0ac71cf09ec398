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
    ledger.done(P, 11);
    assertThat(ledger.committable()).isEqualTo(Map.of(P, new OffsetAndMetadata(10)));
  }

  @Test
  void whenTheOldestIsDoneAllDoneOnesAboveItAreCommitted() {
    ledger.read(P, 10);
    ledger.read(P, 11);
    ledger.read(P, 12);
    ledger.done(P, 11);
    ledger.done(P, 10);
    assertThat(ledger.committable()).isEqualTo(Map.of(P, new OffsetAndMetadata(12)));
  }

  @Test
  void anOffsetIsDueUntilItIsCommitted() {
    ledger.read(P, 10);
    ledger.done(P, 10);
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.of(P, new OffsetAndMetadata(11));
    assertThat(ledger.committable()).isEqualTo(offsets);
    assertThat(ledger.committable()).isEqualTo(offsets);
    ledger.committed(offsets);
    assertThat(ledger.committable()).isEmpty();
  }

  @Test
  void aPartitionThatWasGivenUpIsNeverCommitted() {
    ledger.read(P, 10);
    ledger.forget(List.of(P));
    ledger.done(P, 10);
    assertThat(ledger.committable()).isEmpty();
  }
}
