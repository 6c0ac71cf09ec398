package io.glasswatch.stream.audit.log;

import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.note.NoteSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small log as the stream app would write it, with a checkpoint every few entries. */
public final class SampleLog {

  public static final String ORIGIN = "glasswatch/test/audit-0";
  public static final NoteSigner SIGNER = NoteSigner.generate("glasswatch/test");

  private static final Chain.Writer WRITER = new Chain.Writer(ORIGIN, "0.1.0", "c0ffee");
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private SampleLog() {}

  /** Returns {@code count} entries. */
  public static List<byte[]> entries(int count) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      facts.add(fact(i));
    }
    return chain(facts);
  }

  /** Returns entries that say {@code facts}, chained as the writer chains them. */
  public static List<byte[]> chain(List<Fact> facts) {
    List<byte[]> entries = new ArrayList<>();
    Chain chain = Chain.EMPTY;
    for (Fact fact : facts) {
      Chain.Appended next = chain.append(WRITER, fact.at(), fact.at(), fact);
      entries.add(next.entry());
      chain = next.chain();
    }
    return entries;
  }

  /** Returns what {@code entries} say. */
  public static List<Fact> facts(List<byte[]> entries) {
    return entries.stream().map(e -> Entry.parse(e).orElseThrow().fact()).toList();
  }

  /** Returns a signed checkpoint after every {@code step} entries, and one after the last. */
  public static List<String> checkpoints(List<byte[]> entries, int step) {
    List<String> notes = new ArrayList<>();
    Chain chain = Chain.EMPTY;
    for (Fact fact : facts(entries)) {
      chain = chain.append(WRITER, fact.at(), fact.at(), fact).chain();
      if (chain.size() % step == 0 || chain.size() == entries.size()) {
        notes.add(
            SIGNER.sign(
                new Checkpoint(ORIGIN, chain.size(), chain.frontier().root(), fact.at()).text()));
      }
    }
    return notes;
  }

  static Fact fact(int i) {
    return new Fact.Assessed(
        "i-" + i,
        START.plusSeconds(i),
        "2026-11.c" + i / 3,
        "bot@1",
        Map.of("tenant", "acme"),
        "f00d",
        i % 7 == 0,
        i % 7 == 0
            ? List.of(new Fact.Found("secret.key", "secret", Severity.CRITICAL, 1))
            : List.of(),
        new Sample(i % 7 == 0 ? Sample.Reason.FLAGGED : Sample.Reason.SKIPPED, 0.25));
  }
}
