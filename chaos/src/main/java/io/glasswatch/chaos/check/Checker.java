package io.glasswatch.chaos.check;

import io.glasswatch.chaos.check.Violation.What;
import io.glasswatch.chaos.traffic.Fate;
import io.glasswatch.chaos.traffic.Sent;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was sent, by what must become of it, and all that is wrong with what became of it. */
public final class Checker {

  private static final String SECRET_ALERT = "LlmSecretLeak";

  private final Map<String, Sent> interactions = new HashMap<>();
  private final Map<String, Fate.Assessed> fates = new HashMap<>();
  private final Map<String, Rejected.Reason> refusals = new HashMap<>();
  private final Map<String, Set<String>> leaks = new HashMap<>();

  public Checker(List<Sent> sent) {
    for (Sent each : sent) {
      if (each.line().fate() instanceof Fate.Assessed fate) {
        interactions.put(fate.id(), each);
        fates.put(fate.id(), fate);
        if (fate.flaws().map(f -> f.contains(Category.SECRET)).orElse(false)) {
          leaks.computeIfAbsent(fate.model(), m -> new HashSet<>()).add(fate.id());
        }
      } else if (each.line().fate() instanceof Fate.Refused fate) {
        refusals.put(place(each.partition(), each.offset()), fate.reason());
      }
    }
  }

  /** Returns the ids of all interactions. */
  public Set<String> ids() {
    return Set.copyOf(fates.keySet());
  }

  /** Returns where the records lie that must be rejected. */
  Set<String> refused() {
    return Set.copyOf(refusals.keySet());
  }

  /** Returns when the record that completed an interaction was sent. */
  public Optional<Sent> sent(String interaction) {
    return Optional.ofNullable(interactions.get(interaction));
  }

  /** Returns whether all that is due has come out, be it right or wrong. */
  public boolean complete(Outcomes outcomes) {
    Set<String> explained = ids(outcomes.cases(), item -> item.interaction().id());
    return ids(outcomes.assessments(), Assessment::interaction).containsAll(fates.keySet())
        && outcomes.rejected().size() >= refusals.size()
        && explained.containsAll(flagged(outcomes))
        && firing(outcomes).stream()
            .map(Alert::model)
            .collect(Collectors.toSet())
            .containsAll(leaks.keySet());
  }

  /** Returns everything that is wrong with the topics. */
  public List<Violation> check(Outcomes outcomes) {
    List<Violation> violations = new ArrayList<>();
    violations.addAll(assessments(outcomes));
    violations.addAll(rejections(outcomes));
    violations.addAll(explanations(outcomes));
    violations.addAll(alerts(outcomes));
    violations.addAll(Recount.check(outcomes));
    return violations;
  }

  private List<Violation> assessments(Outcomes outcomes) {
    List<String> found =
        outcomes.assessments().stream().map(seen -> seen.value().interaction()).toList();
    List<Violation> violations =
        new ArrayList<>(Ids.compare("I1", "assessments", fates.keySet(), found));
    List<String> wrong = new ArrayList<>();
    List<String> early = new ArrayList<>();
    Map<String, Integer> latest = new HashMap<>();
    for (Outcomes.Seen<Assessment> seen : outcomes.assessments()) {
      Assessment assessment = seen.value();
      Fate.Assessed fate = fates.get(assessment.interaction());
      if (fate == null) {
        continue;
      }
      if (!fate.model().equals(assessment.model().label())
          || !fate.flaws().map(flaws(assessment)::equals).orElse(true)) {
        wrong.add(assessment.interaction());
      }
      int number = interactions.get(assessment.interaction()).number();
      if (fate.whole() && latest.merge(assessment.conversation(), number, Math::max) > number) {
        early.add(assessment.interaction());
      }
    }
    Ids.add(violations, "I1", What.WRONG_VERDICT, "assessments", wrong);
    Ids.add(violations, "I1", What.REORDERED, "assessments", early);
    return violations;
  }

  private static Set<String> flaws(Assessment assessment) {
    return assessment.findings().stream()
        .filter(f -> f.severity().atLeast(Severity.WARNING))
        .map(Finding::category)
        .collect(Collectors.toSet());
  }

  private List<Violation> rejections(Outcomes outcomes) {
    List<String> found = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Outcomes.Seen<Rejected> seen : outcomes.rejected()) {
      Rejected rejected = seen.value();
      String at = place(rejected.partition(), rejected.offset());
      found.add(at);
      if (refusals.containsKey(at) && refusals.get(at) != rejected.reason()) {
        wrong.add(at);
      }
    }
    List<Violation> violations =
        new ArrayList<>(Ids.compare("I1", "rejected records", refusals.keySet(), found));
    Ids.add(violations, "I1", What.WRONG_VERDICT, "rejected records", wrong);
    return violations;
  }

  /** Each flagged interaction is asked for once, and has one outcome in the end. */
  private List<Violation> explanations(Outcomes outcomes) {
    Set<String> sampled =
        outcomes.assessments().stream()
            .filter(seen -> seen.value().sample().explained())
            .map(seen -> seen.value().interaction())
            .collect(Collectors.toSet());
    List<String> asked =
        outcomes.requests().stream().map(seen -> seen.value().interaction().id()).toList();
    List<Violation> violations =
        new ArrayList<>(Ids.compare("I1", "explanation requests", sampled, asked));
    Set<String> closed = ids(outcomes.cases(), item -> item.interaction().id());
    List<String> open = flagged(outcomes).stream().filter(id -> !closed.contains(id)).toList();
    Ids.add(violations, "I1", What.LOST, "cases", open);
    Map<String, Set<Explanation>> answers = new HashMap<>();
    Set<Case> distinct = new HashSet<>();
    List<String> repeated = new ArrayList<>();
    for (Outcomes.Seen<Case> seen : outcomes.cases()) {
      String id = seen.value().interaction().id();
      if (!distinct.add(seen.value())) {
        repeated.add(id);
      }
      seen.value()
          .explanation()
          .filter(e -> !isNoAnswer(e))
          .ifPresent(e -> answers.computeIfAbsent(id, i -> new HashSet<>()).add(e));
    }
    Ids.add(violations, "I1", What.DUPLICATED, "cases", repeated);
    List<String> several =
        answers.entrySet().stream()
            .filter(e -> e.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList();
    Ids.add(violations, "I1", What.DUPLICATED, "explanations of a case", several);
    return violations;
  }

  private static boolean isNoAnswer(Explanation explanation) {
    return explanation instanceof Explanation.Unexplained u
        && u.reason().equals(Explanation.Unexplained.NO_ANSWER);
  }

  /** A model that leaks fires once, whatever is read twice; one that does not is left alone. */
  private List<Violation> alerts(Outcomes outcomes) {
    List<String> transitions =
        outcomes.alerts().stream()
            .map(seen -> seen.value().fingerprint() + " " + seen.value().state().id())
            .toList();
    List<Violation> violations =
        new ArrayList<>(Ids.compare("I2", "transitions", new HashSet<>(transitions), transitions));
    List<Alert> firing = firing(outcomes);
    violations.addAll(
        Ids.compare(
            "I2", "secret alerts", leaks.keySet(), firing.stream().map(Alert::model).toList()));
    List<String> wrong =
        firing.stream()
            .filter(a -> leaks.containsKey(a.model()))
            .filter(a -> !leaks.get(a.model()).contains(a.interaction().orElse("")))
            .map(Alert::fingerprint)
            .toList();
    Ids.add(violations, "I2", What.WRONG_VERDICT, "secret alerts", wrong);
    return violations;
  }

  private static List<Alert> firing(Outcomes outcomes) {
    return outcomes.alerts().stream()
        .map(Outcomes.Seen::value)
        .filter(a -> a.name().equals(SECRET_ALERT) && a.state() == Alert.State.FIRING)
        .toList();
  }

  private static Set<String> flagged(Outcomes outcomes) {
    return outcomes.assessments().stream()
        .filter(seen -> seen.value().flagged())
        .map(seen -> seen.value().interaction())
        .collect(Collectors.toSet());
  }

  private static <V> Set<String> ids(List<Outcomes.Seen<V>> seen, Function<V, String> id) {
    return seen.stream().map(s -> id.apply(s.value())).collect(Collectors.toSet());
  }

  private static String place(int partition, long offset) {
    return partition + "@" + offset;
  }
}
