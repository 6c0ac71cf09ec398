package io.glasswatch.cli.explain;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Explanation.Unexplained;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.explainer.Explainer;
import io.glasswatch.explainer.attribute.Account;
import io.glasswatch.explainer.attribute.Method;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.Task;
import io.glasswatch.explainer.check.Faithfulness;
import io.glasswatch.explainer.check.Stability;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An explanation as {@code --json} prints it. Offsets are Unicode code points into the message.
 *
 * @param model exactly which model explained
 * @param target what was explained; empty if nothing was
 * @param unexplained why nothing was; empty if something was
 * @param findings what the rules and the model found
 * @param scores what the model thinks, one a label
 * @param methods one a method
 * @param unavailable methods that the model does not allow, and why
 */
record Report(
    Optional<ExplainerModel> model,
    Optional<String> target,
    Optional<String> unexplained,
    List<Finding> findings,
    List<Score> scores,
    List<MethodReport> methods,
    Map<String, String> unavailable) {

  /**
   * What one method said.
   *
   * @param id the method
   * @param shows what it can show, and what it cannot
   * @param tokens one score a token, in text order
   * @param completeness share of the change that the scores leave unexplained; of methods that mean
   *     to add up
   * @param comprehensiveness fall of the score without the strongest fifth of the tokens
   * @param sufficiency fall of the score with the strongest fifth alone
   * @param trust {@code trusted} or {@code do not trust}: no better than random
   * @param cost what it took
   * @param quality all measures by name
   * @param edits tokens that are replaced together, of methods that change the text
   */
  record MethodReport(
      String id,
      String shows,
      List<Token> tokens,
      Optional<Double> completeness,
      Optional<Double> comprehensiveness,
      Optional<Double> sufficiency,
      Optional<Double> stability,
      String trust,
      Cost cost,
      Map<String, Double> quality,
      List<Edit> edits) {

    Optional<Double> measure(String name) {
      return Optional.ofNullable(quality.get(name));
    }

    /**
     * Returns, ready to be shown, comprehensiveness, sufficiency, deletion area, completeness gap,
     * stability, forward passes and milliseconds; {@code absent} where there is none.
     */
    List<String> numbers(String absent) {
      Stream<String> measured =
          Stream.of(
                  comprehensiveness,
                  sufficiency,
                  measure(Faithfulness.AREA),
                  completeness,
                  stability)
              .map(value -> value.map(v -> String.format(Locale.ROOT, "%.3f", v)).orElse(absent));
      Stream<String> spent =
          Stream.of(cost.forwardPasses(), cost.milliseconds())
              .map(value -> String.format(Locale.ROOT, "%.0f", value));
      return Stream.concat(measured, spent).toList();
    }
  }

  /** A token with its place in the message {@code where} and {@code message} name. */
  record Token(String text, String where, int message, int start, int end, double score) {}

  /** Work in forward passes of one text, and time. */
  record Cost(double forwardPasses, double milliseconds) {}

  /** A token, where it stands, and what replaces it; the mask token if that is empty. */
  record Edit(String text, String where, int message, int start, int end, String with) {}

  static Report of(SingleCase explained, Explainer explainer) {
    Optional<Explained> answer =
        Optional.of(explained.told().explanation())
            .filter(Explained.class::isInstance)
            .map(Explained.class::cast);
    Interaction interaction = explained.item().interaction();
    return new Report(
        answer.map(Explained::model),
        explained.told().task().map(Task::target),
        explained.told().explanation() instanceof Unexplained u
            ? Optional.of(u.reason())
            : Optional.empty(),
        explained.item().findings(),
        answer.map(Explained::scores).orElse(List.of()),
        explained.told().accounts().stream()
            .map(account -> of(account, explained.told().task().orElseThrow(), interaction))
            .toList(),
        explainer.unavailable());
  }

  private static MethodReport of(Account account, Task task, Interaction interaction) {
    Attribution attribution = account.attribution();
    Map<String, Double> quality = new TreeMap<>(attribution.quality());
    boolean trusted = quality.getOrDefault(Faithfulness.TRUSTED, 0.0) == 1;
    return new MethodReport(
        attribution.method(),
        Methods.of(List.of(attribution.method())).get(0).shows(),
        attribution.tokens().stream().map(token -> of(token, interaction)).toList(),
        Optional.ofNullable(quality.get(Faithfulness.COMPLETENESS_GAP)),
        Optional.ofNullable(quality.get(Faithfulness.COMPREHENSIVENESS)),
        Optional.ofNullable(quality.get(Faithfulness.SUFFICIENCY)),
        Optional.ofNullable(quality.get(Stability.STABILITY)),
        trusted ? "trusted" : "do not trust",
        new Cost(account.forwardEquivalents(), account.seconds() * 1000),
        quality,
        account.first().edits().stream().map(edit -> of(edit, task, interaction)).toList());
  }

  private static Token of(TokenScore token, Interaction interaction) {
    Span span = token.span();
    return new Token(
        text(span, interaction),
        span.where().id(),
        span.message(),
        span.start(),
        span.end(),
        token.score());
  }

  private static Edit of(Method.Edit edit, Task task, Interaction interaction) {
    Span span = task.passages().get(0).spans().get(edit.token());
    return new Edit(
        text(span, interaction),
        span.where().id(),
        span.message(),
        span.start(),
        span.end(),
        edit.with());
  }

  private static String text(Span span, Interaction interaction) {
    return HeatText.cut(interaction.messages(span.where()).get(span.message()).text(), span);
  }
}
