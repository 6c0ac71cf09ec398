/**
 * Reads the live log: any known wire format becomes {@link io.glasswatch.contract.Interaction}, and
 * what cannot be read is refused with a reason. Pure but for {@code IngestProcessor}.
 */
package io.glasswatch.stream.ingest;
