package io.glasswatch.stream.detect.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping of a YAML document; every error names the line. */
public final class YamlMap {

  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private YamlMap(Node node) {
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw error(node, "expected a mapping");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode(), "a key");
      if (values.put(key, tuple.getValueNode()) != null) {
        throw error(tuple.getKeyNode(), "\"%s\" is given twice".formatted(key));
      }
    }
  }

  /**
   * Returns the mapping that {@code yaml} is.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static YamlMap of(String yaml) {
    try {
      return new YamlMap(
          new Compose(LoadSettings.builder().build())
              .composeString(yaml)
              .orElseThrow(() -> new IllegalArgumentException("line 1: there is nothing")));
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
    }
  }

  /** Insists that no key but {@code known} is there: a misspelt one must not be passed over. */
  public void only(List<String> known) {
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw error(value, "\"%s\" is not one of %s".formatted(key, known));
          }
        });
  }

  /** Returns the text under {@code key}, which must be there. */
  public String text(String key) {
    return optional(key).orElseThrow(() -> error(node, "\"%s\" is missing".formatted(key)));
  }

  /** Returns the text under {@code key}, if it is there. */
  public Optional<String> optional(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> scalar(value, "\"" + key + "\""));
  }

  /** Returns the texts of the list under {@code key}; none if it is not there. */
  public List<String> texts(String key) {
    return nodes(key).stream().map(item -> scalar(item, "an item of \"" + key + "\"")).toList();
  }

  /** Returns the mappings of the list under {@code key}; none if it is not there. */
  public List<YamlMap> maps(String key) {
    return nodes(key).stream().map(YamlMap::new).toList();
  }

  /** Returns the texts of the mapping under {@code key}, which must be there. */
  public Map<String, String> mapping(String key) {
    if (!values.containsKey(key)) {
      throw error(node, "\"%s\" is missing".formatted(key));
    }
    return optionalMapping(key);
  }

  /** Returns the texts of a mapping; none if it is not there. */
  public Map<String, String> optionalMapping(String key) {
    Node value = values.get(key);
    if (value == null) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    new YamlMap(value).values.forEach((k, v) -> texts.put(k, scalar(v, "\"" + k + "\"")));
    return texts;
  }

  /** Returns {@code reason} as an error at the line where this mapping starts. */
  public IllegalArgumentException error(String reason) {
    return error(node, reason);
  }

  private List<Node> nodes(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      throw error(value, "\"%s\" must be a list".formatted(key));
    }
    return new ArrayList<>(sequence.getValue());
  }

  private static String scalar(Node node, String name) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw error(node, name + " must be text");
  }

  private static IllegalArgumentException error(Node node, String reason) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return new IllegalArgumentException("line %d: %s".formatted(line, reason));
  }
}
