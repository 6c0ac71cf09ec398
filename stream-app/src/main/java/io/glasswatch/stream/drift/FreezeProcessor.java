package io.glasswatch.stream.drift;

import io.glasswatch.contract.Freeze;
import io.glasswatch.contract.Operation;
import io.glasswatch.stream.alert.Scope;
import io.glasswatch.stream.drift.judge.Reference;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Starts a new reference where somebody asks for one, in the task that owns its windows, and tells
 * the audit and whoever asked what became of it.
 */
public final class FreezeProcessor implements Processor<String, Freeze, String, Operation> {

  /** The detail of the operation that names what it answers. */
  public static final String ID = "id";

  /** The detail that says why there will be no new reference. */
  public static final String REFUSED = "refused";

  /** The detail that says from which event time on traffic makes the new reference. */
  public static final String FROM = "from";

  /** The detail that says how many records it takes. */
  public static final String RECORDS = "records";

  /** The detail that says which reference is in force until then, by its version. */
  public static final String REPLACES = "replaces";

  /** More names than these are not listed in a refusal. */
  private static final int MOST_NAMES = 20;

  private final DriftSettings settings;
  private ProcessorContext<String, Operation> context;
  private LiveStore<DriftSeries> series;
  private LiveStore<Reference> references;

  public FreezeProcessor(DriftSettings settings) {
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<String, Operation> context) {
    this.context = context;
    this.series = context.getStateStore(DriftMergeProcessor.SERIES);
    this.references = context.getStateStore(DriftMergeProcessor.REFERENCES);
  }

  @Override
  public void process(Record<String, Freeze> record) {
    Freeze freeze = record.value();
    Scope scope = new Scope(freeze.model(), freeze.segment());
    Map<String, String> details = new HashMap<>(Map.of(ID, freeze.id()));
    refusal(scope)
        .ifPresentOrElse(
            reason -> details.put(REFUSED, reason), () -> details.putAll(begun(scope.key())));
    Operation done =
        new Operation(
            Operation.FREEZE,
            freeze.operator(),
            name(scope),
            Instant.ofEpochMilli(context.currentSystemTimeMs()),
            details);
    context.forward(record.withValue(done));
  }

  private Map<String, String> begun(String key) {
    long from = series.change(key, k -> new DriftSeries()).renew(settings);
    return Map.of(
        FROM,
        Instant.ofEpochMilli(from).toString(),
        RECORDS,
        Long.toString(settings.referenceRecords()),
        REPLACES,
        references.all().get(key).version());
  }

  private Optional<String> refusal(Scope scope) {
    DriftSeries wanted = series.all().get(scope.key());
    if (wanted == null) {
      return Optional.of(unknown(scope));
    }
    if (!wanted.referenced()) {
      return Optional.of(
          "%s has no reference yet: its first is being made, of %d records so far %d"
              .formatted(name(scope), settings.referenceRecords(), wanted.tooLittle().records()));
    }
    return Optional.empty();
  }

  private String unknown(Scope scope) {
    String segments = known(s -> s.model().equals(scope.model()), scope, Scope::segment);
    if (!segments.isEmpty()) {
      return "%s of %s is not watched; there are %s"
          .formatted(scope.segment(), scope.model(), segments);
    }
    String models = known(s -> s.segment().equals(scope.segment()), scope, Scope::model);
    return models.isEmpty()
        ? "nothing is watched by %s".formatted(scope.dimension())
        : "%s is not watched; there are %s".formatted(name(scope), models);
  }

  /** Returns what else is watched of the dimension, which all is in this task. */
  private String known(Predicate<Scope> like, Scope wanted, Function<Scope, String> part) {
    return series.all().keySet().stream()
        .map(Scope::of)
        .filter(s -> s.dimension().equals(wanted.dimension()))
        .filter(like)
        .map(part)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .limit(MOST_NAMES)
        .collect(Collectors.joining(", "));
  }

  private static String name(Scope scope) {
    return scope.model() + ", " + scope.segment();
  }
}
