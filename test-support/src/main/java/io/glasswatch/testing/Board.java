package io.glasswatch.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Json;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A Grafana dashboard.
 *
 * @param name its file's name
 */
public record Board(String name, JsonNode json) {

  /** A PromQL expression and the place it stands in. */
  public record Query(String board, String place, String expression) {

    /** Returns the expression with every variable replaced by what Grafana might put there. */
    public String substituted() {
      return expression.replace("$__range", "1h").replaceAll("\\$\\{?[a-z_]+}?", ".*");
    }

    @Override
    public String toString() {
      return board + ": " + place;
    }
  }

  public static List<Board> all() {
    return Project.files("dashboards/grafana/boards", ".json").stream().map(Board::read).toList();
  }

  public String uid() {
    return json.get("uid").asText();
  }

  public Stream<JsonNode> panels() {
    return stream(json.get("panels"));
  }

  /** Returns the expressions of all panels and annotations. */
  public List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    panels()
        .forEach(
            panel ->
                stream(panel.path("targets"))
                    .filter(t -> t.has("expr"))
                    .forEach(t -> queries.add(query(panel.get("title"), t))));
    stream(json.at("/annotations/list"))
        .filter(a -> a.has("expr"))
        .forEach(a -> queries.add(query(a.get("name"), a)));
    return queries;
  }

  private Query query(JsonNode place, JsonNode target) {
    return new Query(name, place.asText(), target.get("expr").asText());
  }

  public static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return name;
  }

  private static Board read(Path file) {
    try {
      return new Board(file.getFileName().toString(), Json.TEXT.readTree(Project.read(file)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
