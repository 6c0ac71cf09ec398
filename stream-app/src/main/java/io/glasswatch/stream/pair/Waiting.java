package io.glasswatch.stream.pair;

import io.glasswatch.contract.Serdes;
import io.glasswatch.stream.ingest.Half;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/**
 * What is remembered of a pair until its deadline.
 *
 * @param half the half that waits; empty once the pair is complete
 */
record Waiting(Optional<Half> half) {

  static final Waiting COMPLETE = new Waiting(Optional.empty());
  static final Serde<Waiting> SERDE = Serdes.binary(Waiting.class);
}
