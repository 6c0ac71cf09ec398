package io.glasswatch.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinesTest {

  @Test
  void leavesOutBlankLinesAndLineBreaks() throws IOException {
    assertThat(lines("one\r\n\n  \r\ntwo\n")).containsExactly("one", "two");
  }

  @Test
  void readsALastLineWithoutItsBreak() throws IOException {
    assertThat(lines("one\ntwo")).containsExactly("one", "two");
  }

  @Test
  void keepsBytesThatAreNoText() throws IOException {
    assertThat(lines("{\u00ff\u00fe}\n")).containsExactly("{\u00ff\u00fe}");
  }

  @Test
  void readsALineLongerThanItsBuffer() throws IOException {
    String line = "x".repeat(200_000);

    assertThat(lines(line + "\nshort\n")).containsExactly(line, "short");
  }

  @Test
  void anEmptyFileHasNone() throws IOException {
    assertThat(lines("")).isEmpty();
  }

  private static List<String> lines(String text) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    List<String> found = new ArrayList<>();
    for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
      found.add(new String(line.orElseThrow(), ISO_8859_1));
    }
    return found;
  }
}
