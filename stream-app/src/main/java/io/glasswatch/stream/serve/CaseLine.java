package io.glasswatch.stream.serve;

import com.fasterxml.jackson.annotation.JsonValue;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Sample;
import io.glasswatch.contract.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A case in one line of a list, without its text.
 *
 * @param id the interaction's id
 * @param conversation the conversation it belongs to
 * @param time the interaction's event time
 * @param model the model's label
 * @param segments the interaction's segments
 * @param severity the highest of its findings; empty when nothing was found
 * @param categories the categories of its findings, each once
 * @param rules the rules that found something, each once
 * @param sampled why it is explained
 * @param outcome what became of its explanation
 */
public record CaseLine(
    String id,
    String conversation,
    Instant time,
    String model,
    Map<String, String> segments,
    Optional<Severity> severity,
    List<String> categories,
    List<String> rules,
    Sample.Reason sampled,
    Outcome outcome) {

  /** The order of lists. */
  public static final Comparator<CaseLine> NEWEST_FIRST =
      Comparator.comparing(CaseLine::time).reversed();

  /** What became of a case's explanation. */
  public enum Outcome {
    PENDING,
    EXPLAINED,
    UNEXPLAINED;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the outcome of {@code item}. */
    public static Outcome of(Case item) {
      if (item.explanation().isEmpty()) {
        return PENDING;
      }
      return item.explanation().get() instanceof Explanation.Explained ? EXPLAINED : UNEXPLAINED;
    }
  }

  public CaseLine {
    Require.notBlank(id, "id");
    Require.notBlank(conversation, "conversation");
    Require.that(time != null, "time must not be null");
    Require.notBlank(model, "model");
    Require.that(severity != null, "severity must not be null");
    Require.that(sampled != null, "sampled must not be null");
    Require.that(outcome != null, "outcome must not be null");
    segments = Map.copyOf(segments);
    categories = List.copyOf(categories);
    rules = List.copyOf(rules);
  }

  /** Returns the line of {@code item}. */
  public static CaseLine of(Case item) {
    List<Finding> findings = item.findings();
    return new CaseLine(
        item.interaction().id(),
        item.interaction().conversation(),
        item.interaction().time(),
        item.interaction().model().label(),
        item.interaction().segments(),
        findings.stream().map(Finding::severity).max(Comparator.naturalOrder()),
        findings.stream().map(Finding::category).distinct().toList(),
        findings.stream().map(Finding::rule).distinct().toList(),
        item.assessment().sample().reason(),
        Outcome.of(item));
  }
}
