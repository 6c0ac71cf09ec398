package io.glasswatch.chaos;

import io.glasswatch.chaos.fault.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What happens in one run; the same for the same seed.
 *
 * @param seed decides everything that is drawn
 * @param records records that are sent at least
 * @param faults what goes wrong, in order
 * @param stableIds whether the stream app has an {@code INSTANCE_ID}, and so its partitions back at
 *     once after a restart
 */
public record Plan(long seed, int records, List<Fault> faults, boolean stableIds) {

  private static final int FEWEST = 2;
  private static final int MOST = 4;

  /** Faults that take longer than ten seconds; one of them is enough for a run. */
  private static final List<Fault> LONG =
      List.of(Fault.APP_ZOMBIE, Fault.APP_STORM, Fault.WORKER_HANG);

  public Plan {
    faults = List.copyOf(faults);
  }

  /**
   * Draws a plan.
   *
   * @param among the faults to choose from; if they are fewer than the run has room for, all happen
   */
  static Plan of(long seed, int records, List<Fault> among) {
    // Neighbouring seeds of a Random draw much the same at first.
    Random random = new Random(new SplittableRandom(seed).nextLong());
    List<Fault> shuffled = new ArrayList<>(among);
    Collections.shuffle(shuffled, random);
    int count = Math.min(shuffled.size(), FEWEST + random.nextInt(MOST - FEWEST + 1));
    List<Fault> drawn = new ArrayList<>();
    for (Fault fault : shuffled) {
      boolean tooLong = LONG.contains(fault) && drawn.stream().anyMatch(LONG::contains);
      if (drawn.size() < count && !tooLong) {
        drawn.add(fault);
      }
    }
    return new Plan(seed, records, drawn, random.nextBoolean());
  }

  /** Returns this plan with an upgrade somewhere between its faults. */
  Plan upgraded() {
    List<Fault> more = new ArrayList<>(faults);
    more.add(new SplittableRandom(seed).nextInt(faults.size() + 1), Fault.UPGRADE);
    return new Plan(seed, records, more, stableIds);
  }
}
