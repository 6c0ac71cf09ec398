package io.glasswatch.cli.explain;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Sample;
import io.glasswatch.explainer.Explainer;
import io.glasswatch.explainer.Explainer.Told;
import io.glasswatch.explainer.attribute.Question;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.join.ModelFindings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One prompt and response, explained as the stream app and a worker would.
 *
 * @param item the case
 * @param told what each method said of it
 */
record SingleCase(Case item, Told told) {

  private static final String ID = "explained-here";
  private static final Explainer.Extras STABLE = new Explainer.Extras(true, 0);
  private static final ModelVersion MODEL = new ModelVersion("unknown", "");

  static SingleCase of(
      Explainer explainer,
      String prompt,
      String response,
      Optional<String> target,
      Optional<String> rather) {
    Interaction interaction = interaction(prompt, response, Instant.now());
    Assessment assessment = assessment(interaction);
    Question question = new Question(interaction, assessment.findings(), target, rather);
    Told told = explainer.tell(List.of(question), STABLE).get(0);
    List<Finding> later = new ModelFindings(Map.of()).of(told.explanation());
    return new SingleCase(
        new Case(
            interaction, assessment, later, Optional.of(told.explanation()), interaction.time()),
        told);
  }

  private static Assessment assessment(Interaction interaction) {
    try (Detector detector =
        Detector.of(RuleSet.standard(), Signals.standard(), Learned.shipped())) {
      return detector
          .assess(interaction)
          .assessment(interaction, new Sample(Sample.Reason.FLAGGED, 1));
    }
  }

  private static Interaction interaction(String prompt, String response, Instant now) {
    return Interaction.of(
        ID,
        MODEL,
        now,
        List.of(new Message(Message.USER, prompt)),
        List.of(new Message(Message.ASSISTANT, response)));
  }
}
