package io.glasswatch.stream.together;

import io.glasswatch.contract.Finding;
import java.util.ArrayList;
import java.util.List;

/** One pattern over the sightings of a subject. */
interface Together {

  /** Returns the rule id of what this pattern finds. */
  String id();

  /** Returns what it is about. */
  Subject subject();

  /** Returns what {@code now} leads to after {@code memory}, which is unchanged. */
  Step observe(Memory memory, Sighting now);

  /**
   * What a sighting led to.
   *
   * @param memory what is remembered now
   * @param findings what was found
   * @param displaced how many traces were forgotten because there was no room
   */
  record Step(Memory memory, List<Finding> findings, int displaced) {
    public Step {
      findings = List.copyOf(findings);
    }

    Step with(Step next) {
      List<Finding> all = new ArrayList<>(findings);
      all.addAll(next.findings);
      return new Step(next.memory, all, displaced + next.displaced);
    }
  }
}
