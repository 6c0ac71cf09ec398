package io.glasswatch.stream.detect.rule;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.text.Expression;
import java.util.List;
import java.util.Map;

/**
 * What counts as unsafe, and where.
 *
 * @param id unique over all packs, e.g. {@code secret.aws-access-key}
 * @param category what it is about
 * @param about one line for a person
 * @param severity how much a match matters, by the part it stands in; other parts are not looked at
 * @param patterns any of these matches
 * @param validator name of the entry in {@link Validators} that a match must pass too
 * @param matches texts that the rule must find something in
 * @param spares texts that the rule must find nothing in
 */
public record Rule(
    String id,
    String category,
    String about,
    Map<Where, Severity> severity,
    List<Expression> patterns,
    String validator,
    List<String> matches,
    List<String> spares) {

  public Rule {
    Require.notBlank(id, "id");
    Require.notBlank(category, "category");
    Require.notBlank(about, "about");
    severity = Map.copyOf(severity);
    patterns = List.copyOf(patterns);
    matches = List.copyOf(matches);
    spares = List.copyOf(spares);
    Require.that(!severity.isEmpty(), "severity must name at least one part");
    Require.that(!patterns.isEmpty(), "patterns must hold at least one expression");
    Require.that(
        Validators.ALL.containsKey(validator),
        "validator must be one of %s, but was \"%s\"",
        Validators.ALL.keySet(),
        validator);
    Require.that(!matches.isEmpty(), "matches must hold at least one text");
    Require.that(!spares.isEmpty(), "spares must hold at least one text");
  }

  /** Returns whether {@code found} passes the validator. */
  public boolean valid(String found) {
    return Validators.ALL.get(validator).test(found);
  }
}
