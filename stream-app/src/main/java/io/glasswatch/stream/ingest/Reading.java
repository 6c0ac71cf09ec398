package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Require;
import java.util.List;

/** What came of reading one record. */
public sealed interface Reading {

  /**
   * The record was read.
   *
   * @param interactions all that it held as a whole, in its order; a batch may hold none
   * @param halves requests and responses whose other half stands in another record
   */
  record Read(List<Interaction> interactions, List<Half> halves) implements Reading {
    public Read {
      interactions = List.copyOf(interactions);
      halves = List.copyOf(halves);
    }

    public Read(List<Interaction> interactions) {
      this(interactions, List.of());
    }

    /** Returns whether the record held nothing for us. */
    public boolean isEmpty() {
      return interactions.isEmpty() && halves.isEmpty();
    }
  }

  /**
   * The record could not be read.
   *
   * @param reason why; a metric label
   * @param detail which field, where and what was found; never text of the record
   */
  record Refused(Rejected.Reason reason, String detail) implements Reading {
    public Refused {
      Require.that(reason != null, "reason must not be null");
      Require.that(detail != null, "detail must not be null");
    }
  }
}
