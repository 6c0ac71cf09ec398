package io.glasswatch.stream.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.audit.note.Checkpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A log that is written, committed, signed and lost again since the last commit. */
class ChainModelTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Chain.Writer WRITER = new Chain.Writer(SampleLog.ORIGIN, "0.1.0", "c0ffee");

  @Test
  void whatIsCommittedIsOneChainWhereverItWasCutOff() {
    sequences(300);
  }

  @Test
  @Tag("full")
  void whatIsCommittedIsOneChainInTenThousandHistories() {
    sequences(10_000);
  }

  private static void sequences(int count) {
    for (long seed = 0; seed < count; seed++) {
      Random random = new Random(seed);
      List<byte[]> committed = new ArrayList<>();
      List<byte[]> open = new ArrayList<>();
      List<Optional<Checkpoint>> notes = new ArrayList<>();
      byte[] stored = Chain.EMPTY.toBytes();
      Chain chain = Chain.EMPTY;
      for (int i = 0; i < 30; i++) {
        switch (random.nextInt(5)) {
          case 0 -> {
            committed.addAll(open);
            open.clear();
            stored = chain.toBytes();
          }
          case 1 -> {
            open.clear();
            chain = Chain.fromBytes(stored);
          }
          case 2 -> sign(Chain.fromBytes(stored), notes);
          default -> {
            Chain.Appended next =
                chain.append(WRITER, NOON, NOON, SampleLog.fact(random.nextInt(1_000)));
            open.add(next.entry());
            chain = next.chain();
          }
        }
      }
      sign(Chain.fromBytes(stored), notes);
      assertThat(check(committed, notes).problems()).as("seed %d", seed).isEmpty();
      if (committed.size() > 1) {
        List<byte[]> cut = new ArrayList<>(committed);
        cut.remove(random.nextInt(committed.size() - 1));
        assertThat(check(cut, notes).good()).as("one is missing, seed %d", seed).isFalse();
      }
    }
  }

  /** Whether a signature holds is another matter, and slow. */
  private static void sign(Chain chain, List<Optional<Checkpoint>> notes) {
    if (chain.size() > 0) {
      notes.add(
          Optional.of(
              new Checkpoint(SampleLog.ORIGIN, chain.size(), chain.frontier().root(), NOON)));
    }
  }

  private static LogCheck.Result check(List<byte[]> entries, List<Optional<Checkpoint>> notes) {
    LogCheck check = new LogCheck(SampleLog.ORIGIN, notes);
    entries.forEach(check::entry);
    return check.result();
  }
}
