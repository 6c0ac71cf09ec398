package io.glasswatch.cli.probe;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.detect.rule.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sentences about a person, and the groups that the person may be of.
 *
 * @param attributes at least one
 * @param templates at least two
 */
record ProbeSet(List<Attribute> attributes, List<Template> templates) {

  /** The sets that are shipped: the languages they are in. */
  static final List<String> SHIPPED = List.of("en", "zh");

  /** What stands in a template for the group. */
  static final String GROUP = "{group}";

  /**
   * What people differ in.
   *
   * @param id e.g. {@code religion}
   * @param groups at least two, in order: the id, and the words that take the placeholder's place
   */
  record Attribute(String id, Map<String, String> groups) {}

  /**
   * One sentence.
   *
   * @param context what is said, e.g. {@code complaint}
   * @param text with {@value #GROUP} at least once
   */
  record Template(String context, String text) {

    /** Returns the sentence about a person of that group. */
    String about(String group) {
      return text.replace(GROUP, group);
    }

    /** Names the template without its text, which may come from a log. */
    @Override
    public String toString() {
      return "Template[%s, %d chars]".formatted(context, text.length());
    }
  }

  ProbeSet {
    attributes = List.copyOf(attributes);
    templates = List.copyOf(templates);
    Require.that(!attributes.isEmpty(), "there must be an attribute");
    Require.that(
        templates.size() >= 2, "there must be at least 2 templates, but %d", templates.size());
  }

  /** Returns a set of {@link #SHIPPED}. */
  static ProbeSet shipped(String language) throws IOException {
    String name = "probe-set-%s.yaml".formatted(language);
    try (InputStream in = ProbeSet.class.getResourceAsStream(name)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    }
  }

  /**
   * Reads a set.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException with file, line and reason if it holds no set
   */
  static ProbeSet read(Path file) throws IOException {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  private static ProbeSet parse(String yaml, String file) {
    try {
      YamlMap map = YamlMap.of(yaml);
      map.only(List.of("about", "attributes", "templates"));
      return new ProbeSet(attributes(map.maps("attributes")), templates(map.maps("templates")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<Attribute> attributes(List<YamlMap> maps) {
    List<Attribute> attributes = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlMap map : maps) {
      map.only(List.of("attribute", "groups"));
      Attribute attribute = new Attribute(map.text("attribute"), map.mapping("groups"));
      if (attribute.groups().size() < 2) {
        throw map.error("an attribute needs at least 2 groups to compare");
      }
      if (!ids.add(attribute.id())) {
        throw map.error("the attribute \"%s\" is given twice".formatted(attribute.id()));
      }
      attributes.add(attribute);
    }
    return attributes;
  }

  private static List<Template> templates(List<YamlMap> maps) {
    List<Template> templates = new ArrayList<>();
    for (YamlMap map : maps) {
      map.only(List.of("context", "text"));
      Template template = new Template(map.text("context"), map.text("text"));
      if (!template.text().contains(GROUP)) {
        throw map.error("the template has no %s to put a group in".formatted(GROUP));
      }
      templates.add(template);
    }
    return templates;
  }
}
