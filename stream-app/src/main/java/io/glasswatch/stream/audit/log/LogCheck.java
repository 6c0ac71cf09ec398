package io.glasswatch.stream.audit.log;

import io.glasswatch.stream.audit.entry.Entry;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.tree.Frontier;
import io.glasswatch.stream.audit.tree.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads one log from its first entry to its last and finds what does not fit.
 *
 * <p>The chain tells where: an entry that was changed no longer has the hash that the next one
 * names. The signed checkpoints tell that it is the same log: whoever writes the whole chain anew
 * cannot sign it, and whoever cuts its end off leaves a checkpoint that is longer than the log.
 */
public final class LogCheck {

  /** How many problems are kept; after that they are only counted. */
  private static final int MOST_PROBLEMS = 100;

  /**
   * What came of it.
   *
   * @param log origin of the log
   * @param size entries that were read
   * @param signed how many of them the largest checkpoint that holds covers
   * @param problems what is wrong, at most 100; empty if the log is good
   * @param found how many problems there are
   */
  public record Result(String log, long size, long signed, List<Problem> problems, long found) {

    public Result {
      problems = List.copyOf(problems);
    }

    /** Returns whether nothing is wrong. */
    public boolean good() {
      return found == 0;
    }
  }

  private final String log;
  private final NavigableMap<Long, Checkpoint> checkpoints = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private long found;

  private Frontier tree = Frontier.EMPTY;
  private Hash last = Hash.ZERO;
  private long expected;
  private byte[] previous = new byte[0];
  private long signed;
  private boolean rootsHold = true;

  /**
   * @param log origin of the log
   * @param opened its checkpoints in any order; empty where no known key had signed
   */
  public LogCheck(String log, List<Optional<Checkpoint>> opened) {
    this.log = log;
    opened.forEach(this::checkpoint);
  }

  private void checkpoint(Optional<Checkpoint> opened) {
    if (opened.isEmpty() || !opened.get().origin().equals(log)) {
      report(0, 0, "a checkpoint is not signed by a known key, or is another log's");
      return;
    }
    Checkpoint checkpoint = opened.get();
    Checkpoint known = checkpoints.putIfAbsent(checkpoint.size(), checkpoint);
    if (known != null && !known.root().equals(checkpoint.root())) {
      report(
          0,
          Math.max(0, checkpoint.size() - 1),
          "two signed checkpoints of size %d have different roots".formatted(checkpoint.size()));
    }
  }

  /** Takes the next entry, as it stands in the log. */
  public void entry(byte[] entry) {
    long place = tree.size();
    Optional<Header> header = Header.of(entry);
    if (header.isEmpty()) {
      report(place, place, "is no entry of an audit log");
      expected++;
    } else {
      check(header.get(), entry, place);
    }
    last = Hash.ofLeaf(entry);
    previous = entry;
    tree = tree.with(last);
    root(tree);
  }

  private void check(Header header, byte[] entry, long place) {
    if (!header.log().equals(log)) {
      report(place, place, "belongs to the log \"%s\"%s".formatted(header.log(), named(entry)));
    }
    if (header.index() > expected) {
      report(
          Math.min(place, expected),
          header.index() - 1,
          "%d missing before entry %d%s"
              .formatted(header.index() - expected, header.index(), named(entry)));
    } else if (header.index() < expected) {
      report(
          Math.min(header.index(), place),
          place,
          "entry %d stands where %d should%s".formatted(header.index(), expected, named(entry)));
    }
    expected = header.index() + 1;
    if (!header.prev().equals(last.hex())) {
      report(
          Math.max(0, place - 1),
          place,
          "does not follow the one before it; one of the two was changed%s%s"
              .formatted(named(previous), named(entry)));
    }
  }

  private void root(Frontier tree) {
    Checkpoint checkpoint = checkpoints.get(tree.size());
    if (checkpoint == null || !rootsHold) {
      return;
    }
    if (checkpoint.root().equals(tree.root())) {
      signed = tree.size();
    } else {
      rootsHold = false;
      report(
          signed,
          tree.size() - 1,
          "not the entries that were signed at %s".formatted(checkpoint.at()));
    }
  }

  /** Ends the log and returns what came of it. */
  public Result result() {
    if (checkpoints.isEmpty() && tree.size() > 0) {
      report(0, tree.size() - 1, "no checkpoint is signed by a known key");
    }
    Map.Entry<Long, Checkpoint> beyond = checkpoints.higherEntry(tree.size());
    if (beyond != null) {
      report(
          signed,
          checkpoints.lastKey() - 1,
          "only %d of the %d entries that were signed at %s are there"
              .formatted(tree.size(), beyond.getKey(), beyond.getValue().at()));
    }
    return new Result(log, tree.size(), signed, problems, found);
  }

  private void report(long from, long to, String what) {
    found++;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(log, from, to, what));
    }
  }

  /** Names what an entry is about, for whoever looks for it. */
  private static String named(byte[] entry) {
    return Entry.parse(entry).map(e -> " (" + e.fact().id() + ")").orElse("");
  }
}
