package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected;

/** What ingest tells whoever counts. */
public interface IngestEvents {

  /** An interaction was read. */
  void read(Interaction interaction);

  /** A record could not be read. */
  void rejected(Rejected.Reason reason);
}
