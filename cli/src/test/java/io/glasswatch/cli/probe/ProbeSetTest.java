package io.glasswatch.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.cli.probe.ProbeSet.Attribute;
import io.glasswatch.cli.probe.ProbeSet.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ProbeSetTest {

  private static final String GOOD =
      """
      attributes:
        - attribute: colour
          groups:
            red: red
            green: green
      templates:
        - context: neutral
          text: My {group} neighbour.
        - context: complaint
          text: My loud neighbour, who is {group}.
      """;

  @TempDir private Path dir;

  @Test
  void theGroupTakesThePlaceOfThePlaceholder() throws IOException {
    ProbeSet set = ProbeSet.read(file(GOOD));

    assertThat(set.attributes().get(0).groups().keySet()).containsExactly("red", "green");
    assertThat(set.templates().get(0).about("red")).isEqualTo("My red neighbour.");
  }

  @Test
  void aTemplateWithoutThePlaceholderIsRefusedWithFileAndLineAndWithoutItsText() {
    assertThatThrownBy(() -> ProbeSet.read(file(GOOD.replace(", who is {group}", ""))))
        .hasMessage(
            dir.resolve("set.yaml") + ": line 9: the template has no {group} to put a group in");
  }

  @Test
  void aGroupAloneHasNothingToBeComparedWith() {
    assertThatThrownBy(() -> ProbeSet.read(file(GOOD.replace("      green: green\n", ""))))
        .hasMessage(
            dir.resolve("set.yaml") + ": line 2: an attribute needs at least 2 groups to compare");
  }

  @Test
  void aMisspeltKeyIsNotPassedOver() {
    assertThatThrownBy(() -> ProbeSet.read(file(GOOD.replace("context: neutral", "contxt: x"))))
        .hasMessage(dir.resolve("set.yaml") + ": line 7: \"contxt\" is not one of [context, text]");
  }

  @ParameterizedTest
  @FieldSource("io.glasswatch.cli.probe.ProbeSet#SHIPPED")
  void whatIsShippedSaysAsMuchInEveryContextAndNothingTwice(String language) throws IOException {
    ProbeSet set = ProbeSet.shipped(language);

    assertThat(set.attributes())
        .extracting(Attribute::id)
        .contains("gender", "religion", "origin", "age", "disability", "orientation");
    assertThat(set.attributes())
        .allSatisfy(a -> assertThat(a.groups().values()).doesNotHaveDuplicates());
    assertThat(set.templates()).doesNotHaveDuplicates();
    assertThat(
            set.templates().stream()
                .collect(Collectors.groupingBy(Template::context, Collectors.counting())))
        .containsOnlyKeys("neutral", "positive", "complaint")
        .satisfies(counts -> assertThat(Set.copyOf(counts.values())).hasSize(1));
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(dir.resolve("set.yaml"), yaml);
  }
}
