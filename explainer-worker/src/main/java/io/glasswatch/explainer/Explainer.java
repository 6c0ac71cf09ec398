package io.glasswatch.explainer;

import io.glasswatch.contract.AttentionView;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Severity;
import io.glasswatch.explainer.attribute.Account;
import io.glasswatch.explainer.attribute.AttentionViews;
import io.glasswatch.explainer.attribute.Attributor;
import io.glasswatch.explainer.attribute.ClassifierReader;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.Question;
import io.glasswatch.explainer.attribute.Reader;
import io.glasswatch.explainer.attribute.Reader.Read;
import io.glasswatch.explainer.attribute.ResponseReader;
import io.glasswatch.explainer.attribute.Task;
import io.glasswatch.explainer.check.Faithfulness;
import io.glasswatch.explainer.check.Stability;
import io.glasswatch.explainer.model.Device;
import io.glasswatch.explainer.model.ModelSettings;
import io.glasswatch.explainer.model.ModelSource;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.model.TextModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Explains interactions in this process, without Kafka: reads, judges, attributes, checks.
 *
 * <p>A model without a gradient, or without attention, is explained by the methods that need none;
 * {@link #unavailable} names the others. Opening takes seconds and some hundred megabytes; keep
 * one. Safe for use by several threads.
 */
public final class Explainer implements AutoCloseable {

  /** The most windows of one interaction that are explained; all of them are scored. */
  private static final int MAX_WINDOWS = 16;

  /** What explains any model. */
  private static final List<String> WITHOUT_GRADIENT = List.of("occlusion");

  private final TextModel model;
  private final Reader reader;
  private final Map<String, String> unavailable = new LinkedHashMap<>();
  private final Attributor attributor;
  private final Faithfulness faithfulness;
  private final Clock clock = Clock.systemUTC();

  private Explainer(TextModel model, List<Method> wanted) {
    this.model = model;
    reader =
        model.settings().task() == ModelSettings.Task.LANGUAGE_MODEL
            ? new ResponseReader(model)
            : new ClassifierReader(model, MAX_WINDOWS);
    List<Method> methods = new ArrayList<>();
    for (Method method : wanted) {
      Optional<String> why = method.missing(model);
      why.ifPresentOrElse(
          reason -> unavailable.put(method.id(), reason), () -> methods.add(method));
    }
    if (methods.isEmpty() && !wanted.isEmpty()) {
      methods.addAll(Methods.of(WITHOUT_GRADIENT));
    }
    attributor = new Attributor(model, methods);
    faithfulness = new Faithfulness(model);
  }

  /**
   * Opens the shipped model.
   *
   * @param methods ids of the attribution methods to run, see {@link Methods#ids}; none to score
   *     only
   * @param threads CPU threads, so many runs of the model side by side, at least 1
   * @throws IllegalArgumentException if a method is unknown
   */
  public static Explainer open(List<String> methods, int threads) {
    return with(SafetyModel.source(), Methods.of(methods), threads);
  }

  /** Opens another model. No methods are those of its settings, or else the default ones. */
  public static Explainer open(ModelSource source, List<String> methods, int threads) {
    return open(source, methods, Device.cpu(threads));
  }

  /**
   * As {@link #open(ModelSource, List, int)}, on any device.
   *
   * @throws IllegalStateException if the model cannot be opened there
   */
  public static Explainer open(ModelSource source, List<String> methods, Device device) {
    List<String> own = source.settings().methods();
    List<String> ids = !methods.isEmpty() ? methods : own.isEmpty() ? Methods.DEFAULT : own;
    return new Explainer(TextModel.open(source, device), Methods.of(ids));
  }

  /** Opens another model with methods that need not be in the registry. */
  public static Explainer with(ModelSource source, List<Method> methods, int threads) {
    return new Explainer(TextModel.open(source, threads), methods);
  }

  /** Returns the model that explains. */
  public TextModel model() {
    return model;
  }

  /** Names the work: the same for the same model, tokenizer, settings and methods. */
  String work() {
    ExplainerModel identity = model.identity();
    return String.join(
        "|",
        identity.modelHash(),
        identity.tokenizerHash(),
        identity.configHash(),
        methods().toString());
  }

  /** Returns the ids of the methods that run. */
  public List<String> methods() {
    return attributor.methods().stream().map(Method::id).toList();
  }

  /** Returns the methods that were asked for and that the model does not allow, and why. */
  public Map<String, String> unavailable() {
    return Collections.unmodifiableMap(unavailable);
  }

  /**
   * All that is known of one question.
   *
   * @param explanation the answer
   * @param task what was explained; empty if nothing was
   * @param accounts what each method said, and what it cost
   */
  public record Told(Explanation explanation, Optional<Task> task, List<Account> accounts) {
    public Told {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * Explains one interaction.
   *
   * @param findings what detectors found in it; may be empty
   */
  public Explanation explain(Interaction interaction, List<Finding> findings) {
    return explain(List.of(Question.of(interaction, findings))).get(0);
  }

  /** Explains several interactions in shared runs of the model; one answer each, in order. */
  public List<Explanation> explain(List<Question> questions) {
    return explain(questions, Extras.NONE);
  }

  /** As {@link #explain(List)}, with something more. */
  public List<Explanation> explain(List<Question> questions, Extras extras) {
    return tell(questions, extras).stream().map(Told::explanation).toList();
  }

  /**
   * What an answer may hold besides scores and attributions.
   *
   * @param stability whether every method is asked twice to see how stable it is
   * @param attentionTokens how many tokens of a flagged interaction are shown with their attention,
   *     0 to {@value AttentionViews#MOST_TOKENS}; 0 shows none
   */
  public record Extras(boolean stability, int attentionTokens) {

    /** Nothing more. */
    public static final Extras NONE = new Extras(false, 0);
  }

  /** Explains as {@link #explain(List, Extras)}, and tells all that was seen on the way. */
  public List<Told> tell(List<Question> questions, Extras extras) {
    long started = System.nanoTime();
    List<Optional<Read>> read = reader.read(questions);
    List<Task> tasks = read.stream().flatMap(Optional::stream).map(Read::task).toList();
    List<List<Account>> accounts = faithfulness.check(attributor.attribute(tasks), tasks);
    if (extras.stability()) {
      accounts = new Stability(model, attributor.methods()).check(accounts, tasks);
    }
    List<Optional<AttentionView>> attention =
        new AttentionViews(model, extras.attentionTokens())
            .of(tasks, accounts, flagged(questions, read));
    double seconds = (System.nanoTime() - started) / 1e9 / questions.size();
    List<Told> told = new ArrayList<>();
    int next = 0;
    for (int q = 0; q < questions.size(); q++) {
      String id = questions.get(q).interaction().id();
      told.add(
          read.get(q).isEmpty()
              ? new Told(noText(id), Optional.empty(), List.of())
              : told(id, read.get(q).get(), accounts.get(next), attention.get(next++), seconds));
    }
    return told;
  }

  /** Returns of each question that was read whether something was found that asks for it. */
  private static List<Boolean> flagged(List<Question> questions, List<Optional<Read>> read) {
    return IntStream.range(0, read.size())
        .filter(q -> read.get(q).isPresent())
        .mapToObj(
            q ->
                questions.get(q).findings().stream()
                    .anyMatch(finding -> finding.severity().atLeast(Severity.WARNING)))
        .toList();
  }

  private Told told(
      String id,
      Read read,
      List<Account> accounts,
      Optional<AttentionView> attention,
      double seconds) {
    Explanation explanation =
        new Explained(
            id,
            clock.instant(),
            model.identity(),
            read.scores(),
            accounts.stream().map(Account::attribution).toList(),
            seconds,
            attention,
            read.embeddings());
    return new Told(explanation, Optional.of(read.task()), accounts);
  }

  private Explanation noText(String id) {
    return new Unexplained(id, clock.instant(), Unexplained.NO_TEXT, "");
  }

  @Override
  public void close() {
    model.close();
  }
}
