package io.glasswatch.explainer;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.explainer.attribute.Attributor;
import io.glasswatch.explainer.attribute.Judgement;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.ReadText;
import io.glasswatch.explainer.check.Faithfulness;
import io.glasswatch.explainer.model.MiniLm;
import io.glasswatch.explainer.model.SafetyModel;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Windows;
import io.glasswatch.explainer.tokenize.Windows.Window;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Explains interactions in this process, without Kafka: reads, judges, attributes, checks.
 *
 * <p>Opening takes seconds and some hundred megabytes; keep one. Safe for use by several threads.
 */
public final class Explainer implements AutoCloseable {

  /** The most windows of one interaction that are explained; all of them are scored. */
  private static final int MAX_WINDOWS = 16;

  private final SafetyModel model;
  private final Tokenizer tokenizer;
  private final Attributor attributor;
  private final Faithfulness faithfulness;
  private final Windows windows = Windows.DEFAULT;
  private final Clock clock = Clock.systemUTC();

  private Explainer(SafetyModel model, Tokenizer tokenizer, List<Method> methods) {
    this.model = model;
    this.tokenizer = tokenizer;
    attributor = new Attributor(model, tokenizer, methods, MAX_WINDOWS);
    faithfulness = new Faithfulness(model);
  }

  /**
   * Opens the shipped model.
   *
   * @param methods ids of the attribution methods to run, see {@link Methods#ids}
   * @param threads CPU threads of one run of the model, at least 1
   * @throws IllegalArgumentException if a method is unknown
   */
  public static Explainer open(List<String> methods, int threads) {
    List<Method> found = Methods.of(methods);
    return new Explainer(SafetyModel.open(threads), Tokenizer.read(MiniLm.tokenizerJson()), found);
  }

  /** Returns the model that explains. */
  public SafetyModel model() {
    return model;
  }

  /**
   * Explains one interaction.
   *
   * @param findings what detectors found in it; may be empty
   */
  public Explanation explain(Interaction interaction, List<Finding> findings) {
    return explain(List.of(new Question(interaction, findings))).get(0);
  }

  /** Explains several interactions in shared runs of the model; one answer each, in order. */
  public List<Explanation> explain(List<Question> questions) {
    long started = System.nanoTime();
    List<List<ReadText>> texts = new ArrayList<>();
    List<Question> readable = new ArrayList<>();
    for (Question question : questions) {
      List<ReadText> some = ReadText.of(question.interaction(), tokenizer, windows);
      if (!some.isEmpty()) {
        texts.add(some);
        readable.add(question);
      }
    }
    List<Attributor.Task> tasks = tasks(readable, judge(texts));
    List<List<Attribution>> attributions =
        faithfulness.check(attributor.attribute(tasks), tasks, tokenizer);
    double seconds = (System.nanoTime() - started) / 1e9 / questions.size();
    IdentityHashMap<Question, Explanation> explained = new IdentityHashMap<>();
    for (int q = 0; q < readable.size(); q++) {
      explained.put(
          readable.get(q),
          new Explained(
              readable.get(q).interaction().id(),
              clock.instant(),
              model.identity(),
              tasks.get(q).judgement().scores(),
              attributions.get(q),
              seconds));
    }
    return questions.stream().map(q -> explained.getOrDefault(q, noText(q))).toList();
  }

  private static List<Attributor.Task> tasks(List<Question> questions, List<Judgement> judgements) {
    List<Attributor.Task> tasks = new ArrayList<>();
    for (int q = 0; q < questions.size(); q++) {
      Judgement judgement = judgements.get(q);
      tasks.add(new Attributor.Task(judgement, judgement.target(questions.get(q).findings())));
    }
    return tasks;
  }

  private Explanation noText(Question question) {
    return new Unexplained(question.interaction().id(), clock.instant(), Unexplained.NO_TEXT, "");
  }

  /** Scores every window of every text, all in shared runs. */
  private List<Judgement> judge(List<List<ReadText>> interactions) {
    List<long[]> inputs = new ArrayList<>();
    for (List<ReadText> texts : interactions) {
      for (ReadText text : texts) {
        for (Window window : text.windows()) {
          inputs.add(window.framed(text.tokens(), tokenizer));
        }
      }
    }
    List<double[]> logits = model.logits(inputs);
    List<Judgement> judgements = new ArrayList<>();
    int next = 0;
    for (List<ReadText> texts : interactions) {
      List<List<double[]>> byText = new ArrayList<>();
      for (ReadText text : texts) {
        byText.add(List.copyOf(logits.subList(next, next + text.windows().size())));
        next += text.windows().size();
      }
      judgements.add(new Judgement(texts, byText, model.thresholds()));
    }
    return judgements;
  }

  /**
   * An interaction to explain, and what was found in it.
   *
   * @param interaction the interaction
   * @param findings may be empty
   */
  public record Question(Interaction interaction, List<Finding> findings) {
    public Question {
      findings = List.copyOf(findings);
    }
  }

  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
