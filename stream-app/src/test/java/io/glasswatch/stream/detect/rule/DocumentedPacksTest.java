package io.glasswatch.stream.detect.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentedPacksTest {

  private static final Pattern PACK = Pattern.compile("(?s)```yaml\n(pack:.*?)```");

  @ParameterizedTest
  @ValueSource(strings = {"rule-packs.md", "over-time.md"})
  void everyPackInTheDocumentationProvesItsExamples(String page) throws IOException {
    List<RulePack> packs =
        PACK.matcher(Files.readString(Path.of("../docs", page)))
            .results()
            .map((MatchResult pack) -> RulePack.parse(pack.group(1)))
            .toList();

    assertThat(packs).isNotEmpty();
    assertThat(RuleSet.of(packs).rules()).hasSize(packs.size());
  }
}
