package io.glasswatch.stream.detect;

import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.check.Check;
import io.glasswatch.stream.detect.check.Checks;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.Rule;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.detect.text.Encoded;
import io.glasswatch.stream.detect.text.Match;
import io.glasswatch.stream.detect.text.Scan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Assesses interactions: one pass over each text for all rules, then the checks, then the trained
 * detectors, then the signals. Belongs to one thread; cheap to make, as the compiled rules are
 * shared.
 */
public final class Detector implements AutoCloseable {

  private final RuleSet rules;
  private final Signals signals;
  private final Optional<Learned> learned;
  private final Scan scan;
  private final Map<Where, BitSet> wanted = new EnumMap<>(Where.class);

  private Detector(RuleSet rules, Signals signals, Optional<Learned> learned) {
    this.rules = rules;
    this.learned = learned;
    this.signals = signals;
    this.scan = rules.scan();
    for (Where where : Where.values()) {
      wanted.put(where, rules.wanted(where));
    }
  }

  /** Returns a detector for the calling thread, by rules and checks alone. */
  public static Detector of(RuleSet rules, Signals signals) {
    return new Detector(rules, signals, Optional.empty());
  }

  /** Returns a detector for the calling thread. */
  public static Detector of(RuleSet rules, Signals signals, Learned learned) {
    return new Detector(rules, signals, Optional.of(learned));
  }

  /** Returns what is found in {@code interaction} and measured of it. */
  public Detection assess(Interaction interaction) {
    List<Finding> findings = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < interaction.request().size(); i++) {
      Message message = interaction.request().get(i);
      matches(Where.ofRequest(message.role()), i, message.text(), counts, findings);
    }
    for (int i = 0; i < interaction.response().size(); i++) {
      matches(Where.RESPONSE, i, interaction.response().get(i).text(), counts, findings);
    }
    for (Check check : Checks.ALL) {
      check.find(interaction).ifPresent(findings::add);
    }
    Map<String, Double> scores = new HashMap<>();
    if (learned.isPresent()) {
      Learned.Said said = learned.get().judge(interaction, findings);
      findings.addAll(said.findings());
      scores.putAll(said.signals());
    }
    scores.putAll(signals.measure(interaction, findings));
    return new Detection(scores, findings, rules.hash());
  }

  /** Adds what the rules find, of each at most so much in a place as in one text. */
  private void matches(
      Where where, int message, String text, Map<String, Integer> counts, List<Finding> findings) {
    List<Match> matches = new ArrayList<>(scan.find(text, wanted.get(where)));
    for (Encoded encoded : Encoded.in(text)) {
      for (Match inside : scan.find(encoded.text(), wanted.get(where))) {
        matches.add(new Match(inside.expression(), encoded.start(), encoded.end(), inside.found()));
      }
    }
    if (matches.isEmpty()) {
      return;
    }
    CodePoints points = new CodePoints(text);
    Overlaps.resolved(matches.stream().filter(this::valid).toList(), rules).stream()
        .map(match -> finding(match, where, message, points))
        .filter(f -> counts.merge(where + f.rule(), 1, Integer::sum) <= Scan.MOST_MATCHES)
        .forEach(findings::add);
  }

  private Finding finding(Match match, Where where, int message, CodePoints points) {
    Rule rule = rules.owner(match.expression());
    Span span = new Span(where, message, points.at(match.start()), points.at(match.end()));
    return new Finding(
        rule.id(), rule.category(), rule.severity().get(where), Optional.of(span), 1);
  }

  private boolean valid(Match match) {
    return rules.owner(match.expression()).valid(match.found());
  }

  @Override
  public void close() {
    scan.close();
  }
}
