package io.glasswatch.explainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.contract.Category;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SafetyHeadTest {

  @Test
  void theFileSaysAllThereIsToSay() {
    SafetyHead shipped = SafetyHead.read(SafetyHead.shippedFile());
    assertThat(SafetyHead.read(shipped.toFile())).isEqualTo(shipped);
    assertThat(shipped.toFile()).isEqualTo(SafetyHead.shippedFile());
  }

  @Test
  void aFileCutShortIsRefused() {
    byte[] file = SafetyHead.shippedFile();
    assertThatThrownBy(() -> SafetyHead.read(Arrays.copyOf(file, file.length - 4)))
        .hasMessage("safety head must hold 25095 numbers, but holds 100376 bytes");
  }

  @Test
  void outputsAreTheContractsScoredCategoriesInItsOrder() {
    assertThat(Arrays.stream(io.glasswatch.explainer.model.Category.values()).map(c -> c.id()))
        .containsExactlyElementsOf(Category.SCORED);
    assertThat(Arrays.stream(io.glasswatch.explainer.model.Category.values()).map(c -> c.output()))
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
  }
}
