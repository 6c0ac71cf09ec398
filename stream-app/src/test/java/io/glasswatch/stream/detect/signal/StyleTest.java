package io.glasswatch.stream.detect.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyleTest {

  @Test
  void wordsThatRepeatLowerTheRatio() {
    assertThat(Style.typeTokenRatio("one two three four")).hasValue(1);
    assertThat(Style.typeTokenRatio("One one ONE one")).hasValue(0.25);
    assertThat(Style.typeTokenRatio("a ".repeat(100) + "b c d")).hasValue(0.01);
  }

  @Test
  void listsHeadingsAndCodeCountByLine() {
    assertThat(Style.listShare("# Title\n\n- one\n2. two\nprose")).hasValue(0.75);
    assertThat(Style.listShare("prose - not a list\nmore")).hasValue(0);
  }

  @Test
  void nothingIsMeasuredOfNothing() {
    assertThat(Style.typeTokenRatio(" ?! ")).isEmpty();
    assertThat(Style.listShare("\n \n")).isEmpty();
  }
}
