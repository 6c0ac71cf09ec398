package io.glasswatch.stream.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.note.NoteKey;
import io.glasswatch.stream.audit.note.NoteSigner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogCheckTest {

  private static final int ENTRIES = 48;
  private static final int STEP = 8;
  private static final int MUTATIONS = 10_000;

  private static final List<byte[]> LOG = SampleLog.entries(ENTRIES);
  private static final List<Optional<Checkpoint>> CHECKPOINTS =
      Checkpoint.open(SampleLog.checkpoints(LOG, STEP), List.of(SampleLog.SIGNER.key()));

  /** What somebody with write access to the log can do; each returns the first place touched. */
  private enum Mutation {
    EDIT {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size());
        byte[] entry = log.get(at).clone();
        entry[random.nextInt(entry.length)] ^= (byte) (1 << random.nextInt(8));
        log.set(at, entry);
        return at;
      }
    },
    DELETE {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size());
        log.remove(at);
        return at;
      }
    },
    SWAP {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size() - 1);
        Collections.swap(log, at, at + 1 + random.nextInt(log.size() - 1 - at));
        return at;
      }
    },
    REPEAT {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size());
        log.add(at + 1, log.get(at));
        return at + 1;
      }
    },
    TRUNCATE {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size());
        log.subList(at, log.size()).clear();
        return at;
      }
    },
    RECHAIN_WITH_AN_EDIT {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size());
        List<Fact> facts = new ArrayList<>(SampleLog.facts(log));
        facts.set(at, SampleLog.fact(1000 + random.nextInt(1000)));
        replace(log, facts);
        return at;
      }
    },
    RECHAIN_WITH_A_DELETION {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size());
        List<Fact> facts = new ArrayList<>(SampleLog.facts(log));
        facts.remove(at);
        replace(log, facts);
        return at;
      }
    },
    RECHAIN_WITH_A_SWAP {
      @Override
      int apply(List<byte[]> log, Random random) {
        int at = random.nextInt(log.size() - 1);
        List<Fact> facts = new ArrayList<>(SampleLog.facts(log));
        Collections.swap(facts, at, at + 1 + random.nextInt(log.size() - 1 - at));
        replace(log, facts);
        return at;
      }
    };

    abstract int apply(List<byte[]> log, Random random);

    private static void replace(List<byte[]> log, List<Fact> facts) {
      log.clear();
      log.addAll(SampleLog.chain(facts));
    }

    /** Whether the chain alone tells the place, to the entry or its neighbour. */
    boolean leavesTheChainBroken() {
      return EnumSet.range(EDIT, REPEAT).contains(this);
    }
  }

  @Test
  void aLogAsItWasWrittenIsGood() {
    LogCheck.Result result = check(LOG, CHECKPOINTS);
    assertThat(result.problems()).isEmpty();
    assertThat(result.good()).isTrue();
    assertThat(result.size()).isEqualTo(ENTRIES);
    assertThat(result.signed()).isEqualTo(ENTRIES);
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void everyMutationIsFoundAndLocated(Mutation mutation) {
    Random random = new Random(mutation.name().hashCode());
    for (int i = 0; i < MUTATIONS / Mutation.values().length; i++) {
      List<byte[]> log = new ArrayList<>(LOG);
      int touched = mutation.apply(log, random);
      LogCheck.Result result = check(log, CHECKPOINTS);
      boolean inTheChain = mutation.leavesTheChainBroken() && touched < ENTRIES - 1;
      long width = inTheChain ? 2 : mutation == Mutation.TRUNCATE ? ENTRIES : STEP;
      assertThat(result.problems())
          .as("%s %d at %d", mutation, i, touched)
          .anyMatch(
              problem ->
                  problem.from() <= touched
                      && touched <= problem.to()
                      && problem.to() - problem.from() < width);
    }
  }

  @Test
  void aProblemSaysWhereAndWhatItIsAbout() {
    List<byte[]> log = new ArrayList<>(LOG);
    String entry = new String(log.get(20), StandardCharsets.UTF_8);
    log.set(20, entry.replace("bot@1", "bot@2").getBytes(StandardCharsets.UTF_8));
    assertThat(check(log, CHECKPOINTS).problems().get(0).line())
        .isEqualTo(
            "glasswatch/test/audit-0, entries 20 to 21: does not follow the one before it; one of"
                + " the two was changed (i-20) (i-21)");
  }

  @Test
  void aCutIsFoundByTheCheckpointThatIsLongerThanTheLog() {
    assertThat(check(LOG.subList(0, 45), CHECKPOINTS).problems())
        .containsExactly(
            new Problem(
                SampleLog.ORIGIN,
                40,
                47,
                "only 45 of the 48 entries that were signed at 2026-11-22T10:00:47Z are there"));
  }

  @Test
  void aForeignSignatureIsNone() {
    NoteKey foreign = NoteSigner.generate("glasswatch/test").key();
    LogCheck.Result result =
        check(LOG, Checkpoint.open(SampleLog.checkpoints(LOG, STEP), List.of(foreign)));
    assertThat(result.good()).isFalse();
    assertThat(result.signed()).isZero();
  }

  @Test
  void twoSignedCheckpointsOfOneSizeWithTwoRootsAreAFork() {
    List<Fact> other = new ArrayList<>(SampleLog.facts(LOG));
    other.set(3, SampleLog.fact(999));
    List<Optional<Checkpoint>> both = new ArrayList<>(CHECKPOINTS);
    both.add(
        Checkpoint.open(
            SampleLog.checkpoints(SampleLog.chain(other), STEP).get(0),
            List.of(SampleLog.SIGNER.key())));
    assertThat(check(LOG, both).problems())
        .extracting(Problem::what)
        .contains("two signed checkpoints of size 8 have different roots");
  }

  private static LogCheck.Result check(List<byte[]> log, List<Optional<Checkpoint>> checkpoints) {
    LogCheck check = new LogCheck(SampleLog.ORIGIN, checkpoints);
    log.forEach(check::entry);
    return check.result();
  }
}
