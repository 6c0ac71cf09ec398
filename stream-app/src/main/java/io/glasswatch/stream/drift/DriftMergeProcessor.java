package io.glasswatch.stream.drift;

import io.glasswatch.contract.Severity;
import io.glasswatch.stream.alert.AlertKind;
import io.glasswatch.stream.alert.Evidence;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.DriftSeries.Closed;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.drift.judge.DriftJudge;
import io.glasswatch.stream.drift.judge.DriftVerdict;
import io.glasswatch.stream.drift.judge.DriftVerdict.Drifted;
import io.glasswatch.stream.drift.judge.DriftVerdict.Stable;
import io.glasswatch.stream.drift.judge.DriftVerdict.Undecided;
import io.glasswatch.stream.drift.judge.Histograms;
import io.glasswatch.stream.drift.judge.Reference;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Merges the deltas of all tasks, keyed by scope, into windows, and turns each closed window into
 * evidence for or against drift of each signal.
 */
public final class DriftMergeProcessor implements Processor<String, DriftDelta, String, Evidence> {

  /** The name of the store of windows, for whoever else needs it. */
  public static final String SERIES = "drift-series";

  /** The name of the store of references, for whoever else needs it. */
  public static final String REFERENCES = "drift-references";

  /**
   * All models and all values of a segment dimension meet in one task, so that a new model can be
   * held against the old one, and a group against the others.
   */
  public static <V> StreamPartitioner<String, V> byDimension() {
    return (topic, key, value, partitions) ->
        Optional.of(Set.of(Math.floorMod(Scope.of(key).dimension().hashCode(), partitions)));
  }

  private static final String LASTING = "drift-lasting";
  private static final String SOURCES = "drift-sources";

  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** A scope without traffic is forgotten after this long in event time, with its reference. */
  private static final Duration KEPT = Duration.ofDays(14);

  private final String stores;
  private final DriftSettings settings;
  private final DriftListener listener;
  private final DriftJudge judge;
  private ProcessorContext<String, Evidence> context;
  private LiveStore<DriftSeries> series;
  private LiveStore<Reference> references;
  private LiveStore<LastingShifts> lasting;
  private Watermark watermark;

  private DriftMergeProcessor(String stores, DriftSettings settings, DriftListener listener) {
    this.stores = stores;
    this.settings = settings;
    this.listener = listener;
    this.judge = settings.judge();
  }

  /** Returns what makes these processors, together with their stores. */
  public static ProcessorSupplier<String, DriftDelta, String, Evidence> supplier(
      DriftSettings settings, DriftListener listener) {
    return supplier("", settings, listener);
  }

  /**
   * As {@link #supplier(DriftSettings, DriftListener)}, for a second kind of traffic in the same
   * topology: it has windows, references and a clock of its own.
   *
   * @param stores what the names of the stores begin with
   */
  public static ProcessorSupplier<String, DriftDelta, String, Evidence> supplier(
      String stores, DriftSettings settings, DriftListener listener) {
    return new ProcessorsWithStores<>(
        () -> new DriftMergeProcessor(stores, settings, listener),
        Set.of(
            LiveStore.builder(stores + SERIES, new Codec<>(DriftSeries::toBytes, DriftSeries::of)),
            LiveStore.builder(stores + REFERENCES, new Codec<>(Reference::toBytes, Reference::of)),
            LiveStore.builder(
                stores + LASTING, new Codec<>(LastingShifts::toBytes, LastingShifts::of)),
            LiveStore.builder(stores + SOURCES, Codec.NUMBER)));
  }

  @Override
  public void init(ProcessorContext<String, Evidence> context) {
    this.context = context;
    this.series = context.getStateStore(stores + SERIES);
    this.references = context.getStateStore(stores + REFERENCES);
    this.lasting = context.getStateStore(stores + LASTING);
    this.watermark =
        new Watermark(
            context.getStateStore(stores + SOURCES),
            settings.patience(),
            context.currentSystemTimeMs());
    context.schedule(CLOSE, PunctuationType.WALL_CLOCK_TIME, this::close);
    references.all().forEach((key, reference) -> listener.frozen(Scope.of(key), reference));
    series.all().forEach(this::show);
  }

  /** Says again what the instance that held this partition before has said last. */
  private void show(String key, DriftSeries each) {
    Optional<Reference> reference = Optional.ofNullable(references.all().get(key));
    if (each.standing().isPresent() && reference.isPresent()) {
      Map<String, DriftVerdict> verdicts = judged(key, each.standing().get(), reference.get());
      var unused = lasting(key, reference.get(), verdicts);
    } else {
      undecided(Scope.of(key), each.tooLittle(), needed(reference));
    }
  }

  @Override
  public void process(Record<String, DriftDelta> record) {
    DriftDelta delta = record.value();
    watermark.observe(delta.source(), delta.latest(), context.currentSystemTimeMs());
    boolean inTime =
        series
            .change(record.key(), key -> new DriftSeries())
            .add(delta.windowStart(), delta.counts());
    if (!inTime) {
      listener.uncounted(DriftListener.Uncounted.LATE, delta.counts().records());
    }
  }

  @Override
  public void close() {
    references.all().forEach((key, reference) -> listener.thawed(Scope.of(key), reference));
    series.all().keySet().forEach(key -> listener.gone(Scope.of(key)));
  }

  private void close(long wall) {
    long reached = watermark.at(wall);
    long time = reached == Long.MAX_VALUE ? reached : reached - settings.grace().toMillis();
    if (reached == Long.MIN_VALUE) {
      return;
    }
    for (String key : new TreeSet<>(series.all().keySet())) {
      DriftSeries each = series.all().get(key);
      if (each.hasOpenBefore(time - settings.window().toMillis() + 1)) {
        close(key, time);
      } else if (reached != Long.MAX_VALUE && each.idleSince(time - KEPT.toMillis())) {
        forget(key);
      }
    }
  }

  private void forget(String key) {
    Optional.ofNullable(references.all().get(key))
        .ifPresent(reference -> listener.thawed(Scope.of(key), reference));
    series.remove(key);
    references.remove(key);
    lasting.remove(key);
    listener.gone(Scope.of(key));
  }

  private void close(String key, long time) {
    DriftSeries changing = series.change(key, k -> new DriftSeries());
    DriftSeries.Progress progress;
    boolean judged = false;
    do {
      progress = changing.close(time, settings);
      for (Closed window : progress.judgeable()) {
        judge(key, window, references.all().get(key));
        judged = true;
      }
      progress.reference().ifPresent(own -> freeze(key, own, changing.closedUntil()));
    } while (progress.reference().isPresent());
    if (!judged) {
      undecided(
          Scope.of(key),
          changing.tooLittle(),
          needed(Optional.ofNullable(references.all().get(key))));
    }
  }

  /**
   * Puts a reference into force: the first of a model version is held against that of the version
   * before, and one that somebody asked for ends what had added up against the old one.
   */
  private void freeze(String key, Reference own, long end) {
    Optional<Reference> replaced = Optional.ofNullable(references.all().get(key));
    if (replaced.isPresent()) {
      listener.thawed(Scope.of(key), replaced.get());
      lasting.remove(key);
    } else {
      predecessor(key).ifPresent(old -> compare(key, end, own, old));
    }
    references.put(key, own);
    listener.frozen(Scope.of(key), own);
  }

  /**
   * The reference of the model version whose place this one took: of the versions of its name, and
   * of other models in the segment whose traffic has ended, the one that was seen last. Models that
   * serve side by side are not held against each other.
   */
  private Optional<Reference> predecessor(String key) {
    Scope scope = Scope.of(key);
    long end = series.all().get(key).closedUntil();
    return references.all().keySet().stream()
        .filter(other -> !other.equals(key) && series.all().containsKey(other))
        .filter(other -> Scope.of(other).segment().equals(scope.segment()))
        .filter(
            other ->
                name(Scope.of(other)).equals(name(scope)) || series.all().get(other).quietFrom(end))
        .max(Comparator.comparingLong(other -> series.all().get(other).closedUntil()))
        .map(references.all()::get);
  }

  private static String name(Scope scope) {
    int at = scope.model().lastIndexOf('@');
    return at > 0 ? scope.model().substring(0, at) : scope.model();
  }

  /** Says in what a new version is unlike the old one: worth knowing, and expected, so no page. */
  private void compare(String key, long end, Reference own, Reference old) {
    Scope scope = Scope.of(key);
    long seed = key.hashCode() * 0x9E3779B97F4A7C15L - end;
    judge
        .judge(old, own.counts(), seed)
        .forEach(
            (signal, verdict) -> {
              if (verdict instanceof Drifted d && d.severity().atLeast(Severity.WARNING)) {
                Instant at = Instant.ofEpochMilli(end);
                Evidence unlike =
                    evidence(scope, signal, Severity.INFO, true, d.score(), d.threshold(), at);
                context.forward(new Record<>(key, unlike, end));
              }
            });
  }

  private void undecided(Scope scope, WindowCounts counts, long needed) {
    Undecided verdict = new Undecided(counts.records(), needed);
    counts.signals().forEach(s -> listener.judged(scope, s, verdict, Optional.empty()));
    counts.vectors().forEach(s -> listener.judged(scope, s, verdict, Optional.empty()));
  }

  private long needed(Optional<Reference> reference) {
    return reference.isPresent() ? settings.minimum() : settings.referenceRecords();
  }

  private void judge(String key, Closed window, Reference reference) {
    Map<String, DriftVerdict> verdicts = judged(key, window, reference);
    lasting
        .change(key, k -> new LastingShifts())
        .add(reference, window.counts(), verdicts, settings);
    forward(key, window, verdicts);
    forward(key, window, lasting(key, reference, verdicts));
  }

  private void forward(String key, Closed window, Map<String, DriftVerdict> verdicts) {
    Instant at = Instant.ofEpochMilli(window.end());
    verdicts.forEach(
        (signal, verdict) ->
            evidence(Scope.of(key), signal, verdict, at)
                .ifPresent(e -> context.forward(new Record<>(key, e, window.end()))));
  }

  /** Returns what the windows of a scope have added up to, and tells whoever listens. */
  private Map<String, DriftVerdict> lasting(
      String key, Reference reference, Map<String, DriftVerdict> ofWindow) {
    Map<String, DriftVerdict> verdicts =
        lasting
            .all()
            .getOrDefault(key, new LastingShifts())
            .verdicts(reference, ofWindow, settings);
    verdicts.forEach(
        (signal, verdict) -> listener.judged(Scope.of(key), signal, verdict, Optional.empty()));
    return verdicts;
  }

  /** Judges {@code window}, always the same way, and tells whoever listens. */
  private Map<String, DriftVerdict> judged(String key, Closed window, Reference reference) {
    Scope scope = Scope.of(key);
    long seed = key.hashCode() * 0x9E3779B97F4A7C15L + window.end();
    Map<String, DriftVerdict> verdicts = judge.judge(reference, window.counts(), seed);
    verdicts.forEach(
        (signal, verdict) -> {
          Optional<Histograms> histograms =
              reference
                  .profile(signal)
                  .flatMap(p -> window.counts().of(signal).map(c -> Histograms.of(p, c)));
          listener.judged(scope, signal, verdict, histograms);
        });
    return verdicts;
  }

  private static Optional<Evidence> evidence(
      Scope scope, String signal, DriftVerdict verdict, Instant at) {
    if (verdict instanceof Drifted d) {
      boolean matters = d.severity().atLeast(Severity.WARNING);
      return Optional.of(
          evidence(scope, signal, d.severity(), matters, d.score(), d.threshold(), at));
    }
    if (verdict instanceof Stable s) {
      return Optional.of(
          evidence(scope, signal, Severity.INFO, false, s.score(), s.threshold(), at));
    }
    return Optional.empty();
  }

  private static Evidence evidence(
      Scope scope,
      String signal,
      Severity severity,
      boolean breached,
      double value,
      double threshold,
      Instant at) {
    return new Evidence(
        AlertKind.RESPONSE_DRIFT.id(),
        scope.model(),
        scope.segment(),
        signal,
        severity,
        breached,
        value,
        threshold,
        at,
        Optional.empty());
  }
}
