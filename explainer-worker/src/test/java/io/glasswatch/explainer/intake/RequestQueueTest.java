package io.glasswatch.explainer.intake;

import static io.glasswatch.contract.Sample.Reason.FLAGGED;
import static io.glasswatch.contract.Sample.Reason.SAMPLED;
import static io.glasswatch.explainer.Requests.pending;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

  private static final TopicPartition PARTITION = new TopicPartition("requests", 0);

  private final RequestQueue queue = new RequestQueue(4);

  @Test
  void flaggedRequestsGoFirst() throws InterruptedException {
    queue.add(List.of(pending(1, SAMPLED, 1), pending(2, FLAGGED, 1), pending(3, FLAGGED, 1)));
    assertThat(offsets(queue.take(100, 10, 0))).containsExactly(2L, 3L, 1L);
  }

  @Test
  void aBatchStaysWithinItsBudget() throws InterruptedException {
    queue.add(List.of(pending(1, FLAGGED, 60), pending(2, FLAGGED, 30), pending(3, FLAGGED, 30)));
    assertThat(offsets(queue.take(100, 10, 0))).containsExactly(1L, 2L);
  }

  @Test
  void sampledRequestsDoNotOvertakeAFlaggedOneThatDoesNotFit() throws InterruptedException {
    queue.add(List.of(pending(1, FLAGGED, 60), pending(2, FLAGGED, 60), pending(3, SAMPLED, 1)));
    assertThat(offsets(queue.take(100, 10, 0))).containsExactly(1L);
  }

  @Test
  void aRequestLargerThanTheBudgetGoesAlone() throws InterruptedException {
    queue.add(List.of(pending(1, FLAGGED, 1000), pending(2, FLAGGED, 1)));
    assertThat(offsets(queue.take(100, 10, 0))).containsExactly(1L);
  }

  @Test
  void anEmptyQueueGivesNothing() throws InterruptedException {
    assertThat(queue.take(100, 10, 1)).isEmpty();
  }

  @Test
  void theReaderPausesAtCapacityAndGoesOnAtHalf() throws InterruptedException {
    queue.add(
        List.of(
            pending(1, SAMPLED, 1),
            pending(2, SAMPLED, 1),
            pending(3, SAMPLED, 1),
            pending(4, SAMPLED, 1)));
    assertThat(queue.full()).isTrue();
    queue.take(100, 1, 0);
    assertThat(queue.full()).isFalse();
    assertThat(queue.roomy()).isFalse();
    queue.take(100, 1, 0);
    assertThat(queue.roomy()).isTrue();
  }

  @Test
  void requestsOfAGivenUpPartitionAreForgotten() {
    queue.add(List.of(pending(1, SAMPLED, 1), pending(2, FLAGGED, 1)));
    queue.forget(List.of(PARTITION));
    assertThat(queue.size()).isZero();
  }

  private static List<Long> offsets(List<Pending> batch) {
    return batch.stream().map(Pending::offset).toList();
  }
}
