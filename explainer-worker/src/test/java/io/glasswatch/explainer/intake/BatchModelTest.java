package io.glasswatch.explainer.intake;

import static io.glasswatch.contract.Sample.Reason.FLAGGED;
import static io.glasswatch.contract.Sample.Reason.SAMPLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.explainer.Requests;
import io.glasswatch.explainer.answer.Answerer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that reads, batches, answers, commits and loses its partition, without Kafka. */
class BatchModelTest {

  private static final TopicPartition PARTITION = new TopicPartition("requests", 0);
  private static final int CHARACTERS = 100;

  @Test
  void everyRequestIsAnsweredOnceAndNoneIsCommittedBefore() throws Exception {
    sequences(300);
  }

  @Test
  @Tag("full")
  void everyRequestIsAnsweredOnceInTenThousandLives() throws Exception {
    sequences(10_000);
  }

  private static void sequences(int count) throws Exception {
    for (long seed = 0; seed < count; seed++) {
      new Life(seed).live();
    }
  }

  /** One worker's life, and what its answers must be. */
  private static final class Life {
    private final long seed;
    private final Random random;
    private final RequestQueue queue = new RequestQueue(8);
    private final OffsetLedger ledger = new OffsetLedger();
    private final Map<Long, String> answers = new HashMap<>();
    private final TreeMap<Long, Pending> unacknowledged = new TreeMap<>();
    private final TreeSet<Long> open = new TreeSet<>();
    private final Set<Long> waiting = new HashSet<>();
    private final Set<Long> failing = new HashSet<>();
    private Instant now = Requests.NOW;
    private long next;
    private long committed;

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void live() throws InterruptedException {
      for (int i = 0; i < 40; i++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> read(1 + random.nextInt(3));
          case 2 -> explain();
          case 3 -> acknowledge();
          case 4 -> commit();
          default -> now = now.plusSeconds(random.nextInt(20));
        }
        if (random.nextInt(30) == 0) {
          rebalance();
        }
      }
      while (!waiting.isEmpty()) {
        explain();
      }
      while (!unacknowledged.isEmpty()) {
        acknowledge();
      }
      commit();
      assertThat(committed).as("seed %d", seed).isEqualTo(next);
      assertThat(answers.keySet()).as("seed %d", seed).hasSize((int) next);
    }

    private void read(int count) {
      List<Pending> requests = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long offset = next++;
        if (random.nextInt(8) == 0) {
          failing.add(offset);
        }
        waiting.add(offset);
        open.add(offset);
        ledger.read(PARTITION, offset);
        requests.add(
            Requests.pending(
                offset, random.nextBoolean() ? FLAGGED : SAMPLED, 1 + random.nextInt(60)));
      }
      queue.add(requests);
    }

    private void explain() throws InterruptedException {
      List<Pending> batch = queue.take(CHARACTERS, 5, 0);
      assertThat(batch.isEmpty()).as("seed %d", seed).isEqualTo(waiting.isEmpty());
      assertThat(batch.size() <= 1 || size(batch) <= CHARACTERS).as("fits, seed %d", seed).isTrue();
      batch.forEach(pending -> waiting.remove(pending.offset()));
      new Answerer(this::work, Clock.fixed(now, ZoneOffset.UTC)).answer(batch, this::answered);
    }

    private List<Explanation> work(List<Pending> batch) {
      assertThat(batch).as("none is late, seed %d", seed).noneMatch(p -> p.expiredAt(now));
      if (batch.stream().anyMatch(pending -> failing.contains(pending.offset()))) {
        throw new IllegalStateException("on purpose");
      }
      return batch.stream().map(p -> (Explanation) unexplained(p)).toList();
    }

    private void answered(Pending request, Explanation answer) {
      String due =
          request.expiredAt(now)
              ? Unexplained.EXPIRED
              : failing.contains(request.offset()) ? Unexplained.FAILED : "done";
      assertThat(answer.interaction()).isEqualTo(request.request().interaction().id());
      assertThat(((Unexplained) answer).reason()).as("seed %d", seed).isEqualTo(due);
      assertThat(answers.put(request.offset(), due)).as("once, seed %d", seed).isNull();
      unacknowledged.put(request.offset(), request);
    }

    private void acknowledge() {
      if (!unacknowledged.isEmpty()) {
        List<Long> all = List.copyOf(unacknowledged.keySet());
        long offset = all.get(random.nextInt(all.size()));
        unacknowledged.remove(offset);
        open.remove(offset);
        ledger.done(PARTITION, offset);
      }
    }

    private void commit() {
      var offsets = ledger.committable();
      if (!offsets.isEmpty()) {
        ledger.committed(offsets);
        committed = offsets.get(PARTITION).offset();
      }
      assertThat(committed)
          .as("seed %d", seed)
          .isLessThanOrEqualTo(open.isEmpty() ? next : open.first());
    }

    /** The partition goes and comes back: what was not committed is read again. */
    private void rebalance() {
      queue.forget(List.of(PARTITION));
      ledger.forget(List.of(PARTITION));
      for (long offset = committed; offset < next; offset++) {
        answers.remove(offset);
      }
      unacknowledged.clear();
      waiting.clear();
      open.clear();
      next = committed;
    }

    private static int size(List<Pending> batch) {
      return batch.stream().mapToInt(Pending::characters).sum();
    }

    private Unexplained unexplained(Pending pending) {
      return new Unexplained(pending.request().interaction().id(), now, "done", "");
    }
  }
}
