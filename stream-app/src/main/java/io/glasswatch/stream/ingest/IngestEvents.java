package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Rejected;

/** What ingest tells whoever counts; of each record of the log either one or the other. */
public interface IngestEvents {

  /** A record was read; one that holds nothing for us was passed over. */
  void accepted(Reading.Read read);

  /** A record could not be read. */
  void rejected(Rejected.Reason reason);
}
