package io.glasswatch.stream;

import io.glasswatch.stream.audit.AuditKeys;
import io.glasswatch.stream.audit.AuditWriter;
import io.glasswatch.stream.audit.Notary;
import io.glasswatch.stream.audit.entry.Facts;
import io.glasswatch.stream.audit.entry.Pseudonyms;
import io.glasswatch.stream.audit.note.NoteSigner;
import java.util.Optional;

/** Who writes the audit log, and who signs it. */
record Auditing(AuditWriter writer, NoteSigner signer) {

  static Optional<Auditing> of(StreamSettings settings, StageEvents events) {
    if (!settings.audit().enabled()) {
      return Optional.empty();
    }
    String name = AuditWriter.nameOf(settings.applicationId());
    AuditKeys keys = AuditKeys.in(settings.audit().keys(), name);
    return Optional.of(
        new Auditing(
            new AuditWriter(name, settings.audit(), new Facts(keys.pseudonyms()), events),
            keys.signer()));
  }

  /** Returns a writer for a topology that never runs: its pseudonyms have no secret. */
  static Optional<AuditWriter> described(StreamSettings settings, StageEvents events) {
    return settings.audit().enabled()
        ? Optional.of(
            new AuditWriter(
                AuditWriter.nameOf(settings.applicationId()),
                settings.audit(),
                new Facts(new Pseudonyms(new byte[Pseudonyms.SECRET_BYTES])),
                events))
        : Optional.empty();
  }

  Notary startNotary(StreamSettings settings) {
    return Notary.start(settings.kafka(), settings.applicationId(), writer, signer);
  }
}
