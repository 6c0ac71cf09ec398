package io.glasswatch.stream.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.glasswatch.contract.MetricNames;
import io.glasswatch.testing.Board;
import io.glasswatch.testing.Board.Query;
import io.glasswatch.testing.Project;
import io.glasswatch.testing.Tool;
import io.glasswatch.testing.Tool.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GrafanaBoardsTest {

  private static final Pattern LINK = Pattern.compile("/d/([a-z-]+)");

  @ParameterizedTest
  @MethodSource("boards")
  void everyBoardKeepsGrafanasSchema(Board board) throws IOException {
    Path file = Project.shared("schemas/grafana/dashboard.jsonschema.json");
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(Files.newInputStream(file));

    assertThat(schema.validate(withoutFreeValues(board.json())))
        .extracting(ValidationMessage::getMessage)
        .isEmpty();
  }

  @Test
  void everyExpressionIsPromql(@TempDir Path folder) throws IOException {
    StringBuilder rules = new StringBuilder("groups:\n  - name: boards\n    rules:\n");
    int number = 0;
    for (Query query : queries()) {
      String expression = query.substituted().replace("'", "''");
      rules.append("      - {record: 'board:%d', expr: '%s'}\n".formatted(number++, expression));
    }
    Files.writeString(folder.resolve("rules.yml"), rules);

    Result result = Tool.PROMTOOL.run(folder, "check", "rules", "rules.yml");

    assertThat(result.output()).contains("SUCCESS: %d rules found".formatted(queries().size()));
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyMetricOfAPanelExists(Query query) {
    assertThat(MetricNames.ALL).containsAll(Project.metrics(query.expression()));
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyLinkLeadsToABoardThatExists(Board board) {
    List<String> targets =
        LINK.matcher(board.json().toString()).results().map(m -> m.group(1)).toList();

    assertThat(uids()).containsAll(targets).contains(board.name().replace(".json", ""));
  }

  @ParameterizedTest
  @MethodSource("boards")
  void everyDataSourceIsProvisioned(Board board) {
    List<String> used = board.json().findValues("datasource").stream().map(this::uid).toList();

    assertThat(Set.of("prometheus", "glasswatch-api", "-- Grafana --")).containsAll(used);
    assertThat(
            Project.list(
                    Project.yaml(
                            Project.path(
                                "dashboards/grafana/provisioning/datasources/glasswatch.yml"))
                        .get("datasources"))
                .stream()
                .map(d -> Project.map(d).get("uid")))
        .containsExactlyInAnyOrder("prometheus", "glasswatch-api");
  }

  @ParameterizedTest
  @MethodSource("boards")
  void noTwoPanelsShareAPlaceOrAnId(Board board) {
    List<JsonNode> panels = board.panels().toList();
    Set<String> cells =
        panels.stream().flatMap(p -> cells(p.get("gridPos")).stream()).collect(Collectors.toSet());

    assertThat(panels).extracting(p -> p.get("id").asInt()).doesNotHaveDuplicates();
    assertThat(cells).hasSize(panels.stream().mapToInt(p -> cells(p.get("gridPos")).size()).sum());
  }

  @Test
  void everyAlertsDashboardExists() {
    for (AlertRulesTest.Rule rule : AlertRulesTest.rules()) {
      String link = rule.annotations().get("dashboard").toString();
      assertThat(LINK.matcher(link).results().map(this::uid)).isSubsetOf(uids()).hasSize(1);
    }
  }

  @Test
  void aPointOnALineLeadsToItsInteraction() {
    assertThat(
            Project.read(
                Project.path("dashboards/grafana/provisioning/datasources/glasswatch.yml")))
        .contains("name: record_id", "url: /d/llm-record?var-record_id=$${__value.raw}");
    assertThat(queries().stream().filter(q -> q.place().contains("findings by category")))
        .isNotEmpty();
  }

  static List<Board> boards() {
    return Board.all();
  }

  static List<Query> queries() {
    return boards().stream().flatMap(b -> b.queries().stream()).toList();
  }

  /** The published schema takes the free values of an override for objects; so they become some. */
  private static JsonNode withoutFreeValues(JsonNode board) {
    JsonNode copy = board.deepCopy();
    for (JsonNode overrides : copy.findValues("overrides")) {
      for (JsonNode override : overrides) {
        ((ObjectNode) override.get("matcher")).putObject("options");
        override.get("properties").forEach(p -> ((ObjectNode) p).putObject("value"));
      }
    }
    return copy;
  }

  private static List<String> uids() {
    return boards().stream().map(Board::uid).toList();
  }

  private String uid(MatchResult link) {
    return link.group(1);
  }

  private String uid(JsonNode datasource) {
    return datasource.get("uid").asText();
  }

  private static List<String> cells(JsonNode place) {
    return IntStream.range(0, place.get("w").asInt() * place.get("h").asInt())
        .mapToObj(
            i ->
                (place.get("x").asInt() + i % place.get("w").asInt())
                    + ","
                    + (place.get("y").asInt() + i / place.get("w").asInt()))
        .toList();
  }
}
