package io.glasswatch.stream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.glasswatch.contract.MetricNames;
import io.glasswatch.stream.alert.AlertKind;
import io.glasswatch.testing.Project;
import io.glasswatch.testing.Tool;
import io.glasswatch.testing.Tool.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlertRulesTest {

  private static final Path PROMETHEUS = Project.path("dashboards/prometheus");
  private static final Path ALERTMANAGER = Project.path("dashboards/alertmanager");

  /**
   * One alert rule.
   *
   * @param file the file it stands in, without its ending
   */
  record Rule(String name, String file, String expression, String severity, Map<?, ?> annotations) {

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void prometheusAcceptsItsConfigurationAndAllRules() {
    Result result =
        Tool.PROMTOOL.run(PROMETHEUS, "check", "config", "--syntax-only", "prometheus.yml");

    assertThat(result.output()).doesNotContain("FAILED");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void everyRuleTestPasses() {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    Project.files("dashboards/prometheus/tests", ".yml").forEach(f -> command.add(f.toString()));

    Result result = Tool.PROMTOOL.run(PROMETHEUS, command.toArray(String[]::new));

    assertThat(result.output()).doesNotContain("FAILED");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertIsTestedWhenItFires(Rule rule) {
    Path tests = PROMETHEUS.resolve("tests/%s-test.yml".formatted(rule.file()));

    assertThat(firings(tests)).contains(tuple(rule.name(), true));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertButTheWatchdogIsTestedWhenItDoesNotYetFire(Rule rule) {
    Path tests = PROMETHEUS.resolve("tests/%s-test.yml".formatted(rule.file()));

    if (!rule.name().equals("LlmWatchdog")) {
      assertThat(firings(tests)).contains(tuple(rule.name(), false));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertSaysWhatHowMuchAndWhereToLook(Rule rule) {
    assertThat(rule.severity()).isIn("critical", "warning", "info", "none");
    assertThat(rule.annotations().keySet())
        .extracting(Object::toString)
        .contains("summary", "description", "dashboard", "runbook_url");
    assertThat(rule.annotations().get("runbook_url"))
        .isEqualTo("{{ $externalLabels.pages }}/runbook#" + rule.name().toLowerCase(Locale.ROOT));
    assertThat(Project.read(Project.path("dashboards/runbook.md")))
        .contains("\n## " + rule.name() + "\n");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyMetricOfAnAlertExists(Rule rule) {
    assertThat(MetricNames.ALL).containsAll(Project.metrics(rule.expression()));
  }

  @Test
  void everyMetricOfARecordingRuleExists() {
    for (Path file : Project.files("dashboards/prometheus/rules", ".yml")) {
      assertThat(MetricNames.ALL).containsAll(Project.metrics(Project.read(file)));
    }
  }

  @Test
  void everyAlertOfTheStreamAppHasARule() {
    assertThat(rules())
        .extracting(Rule::name)
        .containsAll(Arrays.stream(AlertKind.values()).map(AlertKind::id).toList());
  }

  @Test
  void alertmanagerAcceptsItsConfiguration() {
    Result result = Tool.AMTOOL.run(ALERTMANAGER, "check-config", "alertmanager.yml");

    assertThat(result.output()).contains("SUCCESS");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "LlmSecretLeak, critical, pager",
    "LlmFailOpen, critical, pager",
    "LlmResponseDrift, warning, working-hours",
    "LlmLabelsFolded, info, log",
    "LlmWatchdog, none, dead-mans-switch"
  })
  void everyAlertGoesToWhomItConcerns(String alert, String severity, String receiver) {
    Result result =
        Tool.AMTOOL.run(
            ALERTMANAGER,
            "config",
            "routes",
            "test",
            "--config.file=alertmanager.yml",
            "alertname=" + alert,
            "severity=" + severity,
            "model=bot@1");

    assertThat(result.output().lines()).contains(receiver);
  }

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Path file : Project.files("dashboards/prometheus/alerts", ".yml")) {
      for (Object group : Project.list(Project.yaml(file).get("groups"))) {
        for (Object rule : Project.list(Project.map(group).get("rules"))) {
          rules.add(rule(file, Project.map(rule)));
        }
      }
    }
    return rules;
  }

  private static Rule rule(Path file, Map<String, Object> yaml) {
    return new Rule(
        yaml.get("alert").toString(),
        file.getFileName().toString().replace(".yml", ""),
        yaml.get("expr").toString(),
        Project.map(yaml.get("labels")).get("severity").toString(),
        Project.map(yaml.get("annotations")));
  }

  /** Returns each alert that a test file asks about, and whether it is expected to fire. */
  private static List<Tuple> firings(Path file) {
    return Project.list(Project.yaml(file).get("tests")).stream()
        .map(Project::map)
        .flatMap(t -> Project.list(t.get("alert_rule_test")).stream())
        .map(Project::map)
        .map(t -> tuple(t.get("alertname"), t.containsKey("exp_alerts")))
        .toList();
  }
}
