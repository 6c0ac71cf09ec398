package io.glasswatch.stream.detect.rule;

import io.glasswatch.contract.Require;
import io.glasswatch.contract.Severity;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.detect.text.Expression;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rules that belong together, as one YAML document holds them.
 *
 * @param name the pack's name
 * @param rules its rules
 * @param thresholds by category: the score from 0 to 1 from which an explainer's score is a finding
 */
public record RulePack(String name, List<Rule> rules, Map<String, Double> thresholds) {

  private static final List<String> PACK_KEYS = List.of("pack", "about", "rules", "thresholds");
  private static final List<String> RULE_KEYS =
      List.of(
          "id",
          "category",
          "about",
          "severity",
          "caseless",
          "patterns",
          "validator",
          "matches",
          "spares");

  public RulePack {
    Require.notBlank(name, "pack");
    rules = List.copyOf(rules);
    thresholds = Map.copyOf(thresholds);
  }

  /**
   * Returns the pack that {@code yaml} describes.
   *
   * @throws IllegalArgumentException with line and reason if it describes none
   */
  public static RulePack parse(String yaml) {
    YamlMap map = YamlMap.of(yaml);
    map.only(PACK_KEYS);
    return new RulePack(
        map.text("pack"), map.maps("rules").stream().map(RulePack::rule).toList(), thresholds(map));
  }

  private static Map<String, Double> thresholds(YamlMap map) {
    Map<String, Double> thresholds = new HashMap<>();
    map.optionalMapping("thresholds")
        .forEach((category, score) -> thresholds.put(category, score(map, category, score)));
    return thresholds;
  }

  private static double score(YamlMap map, String category, String text) {
    try {
      double score = Double.parseDouble(text);
      if (score >= 0 && score <= 1) {
        return score;
      }
    } catch (NumberFormatException e) {
      throw map.error("threshold of %s must be a number, but was \"%s\"".formatted(category, text));
    }
    throw map.error("threshold of %s must be 0 to 1, but was %s".formatted(category, text));
  }

  private static Rule rule(YamlMap map) {
    map.only(RULE_KEYS);
    try {
      boolean caseless = map.optional("caseless").map("true"::equals).orElse(false);
      return new Rule(
          map.text("id"),
          map.text("category"),
          map.text("about"),
          severities(map),
          map.texts("patterns").stream().map(regex -> new Expression(regex, caseless)).toList(),
          map.optional("validator").orElse("any"),
          map.texts("matches"),
          map.texts("spares"));
    } catch (IllegalArgumentException e) {
      throw e.getMessage().startsWith("line ") ? e : map.error(e.getMessage());
    }
  }

  private static Map<Where, Severity> severities(YamlMap map) {
    Map<Where, Severity> severities = new EnumMap<>(Where.class);
    map.mapping("severity")
        .forEach(
            (where, severity) ->
                severities.put(one(Where.class, where), one(Severity.class, severity)));
    return severities;
  }

  private static <E extends Enum<E>> E one(Class<E> type, String id) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(id)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "severity knows no \"%s\": it maps system, prompt, tool or response to info, warning or critical"
            .formatted(id));
  }
}
