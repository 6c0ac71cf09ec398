package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is known of a case beside its text: who, when, how long, and by which versions. */
final class CaseFacts {

  /** Facts under one heading. */
  record Group(String heading, List<Fact> facts) {}

  /**
   * @param code whether the value is for machines, such as a hash
   * @param link where the value leads on the web server; empty for nowhere
   */
  record Fact(String name, String value, boolean code, String link) {}

  private CaseFacts() {}

  static List<Group> of(Case item) {
    List<Group> groups = new ArrayList<>();
    groups.add(new Group("Interaction", interaction(item.interaction())));
    groups.add(new Group("Decision", decision(item)));
    item.explanation().ifPresent(e -> groups.add(new Group("Explanation", explanation(e))));
    groups.add(new Group("Signals", signals(item.assessment())));
    return groups.stream().filter(g -> !g.facts().isEmpty()).toList();
  }

  private static List<Fact> interaction(Interaction i) {
    List<Fact> facts = new ArrayList<>();
    facts.add(text("Model", i.model().label()));
    facts.add(text("Served at", Words.time(i.time())));
    facts.add(code("Id", i.id()));
    facts.add(
        new Fact("Conversation", i.conversation(), true, "/?id=" + Words.inPath(i.conversation())));
    if (!i.segments().isEmpty()) {
      facts.add(text("Segments", Words.segments(i.segments())));
    }
    i.user().ifPresent(u -> facts.add(code("User", u)));
    i.latencySeconds().ifPresent(s -> facts.add(text("Latency", Words.seconds(s))));
    i.timeToFirstTokenSeconds().ifPresent(s -> facts.add(text("First token", Words.seconds(s))));
    i.inputTokens().ifPresent(t -> facts.add(text("Tokens read", Words.number((double) t))));
    i.outputTokens().ifPresent(t -> facts.add(text("Tokens written", Words.number((double) t))));
    i.finishReason().ifPresent(r -> facts.add(text("Finished by", r)));
    i.error().ifPresent(e -> facts.add(text("Error", e)));
    i.contentMissing().ifPresent(why -> facts.add(text("Content missing", why.id())));
    i.traceId().ifPresent(t -> facts.add(code("Trace", t)));
    return facts;
  }

  private static List<Fact> decision(Case item) {
    Assessment assessment = item.assessment();
    return List.of(
        text("Explained as", assessment.sample().reason().id()),
        text("Sampled at", Words.probability(assessment.sample().probability())),
        text("Case opened", Words.time(item.openedAt())),
        code("Rules", assessment.rules()));
  }

  private static List<Fact> explanation(Explanation explanation) {
    if (!(explanation instanceof Explanation.Explained e)) {
      return List.of(text("Closed at", Words.time(explanation.answeredAt())));
    }
    ExplainerModel model = e.model();
    return List.of(
        text("Explainer", model.name()),
        text("Device", model.device()),
        text("Took", Words.seconds(e.seconds())),
        text("Answered at", Words.time(e.answeredAt())),
        code("Model", model.modelHash()),
        code("Tokenizer", model.tokenizerHash()),
        code("Configuration", model.configHash()));
  }

  private static List<Fact> signals(Assessment assessment) {
    return assessment.signals().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(s -> text(s.getKey(), Words.number(s.getValue())))
        .toList();
  }

  private static Fact text(String name, String value) {
    return new Fact(name, value, false, "");
  }

  private static Fact code(String name, String value) {
    return new Fact(name, value, true, "");
  }
}
