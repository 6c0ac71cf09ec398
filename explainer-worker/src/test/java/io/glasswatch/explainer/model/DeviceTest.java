package io.glasswatch.explainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

  @ParameterizedTest
  @CsvSource({"cpu, cpu", "cuda, cuda:0", "cuda:0, cuda:0", "cuda:12, cuda:12"})
  void aDeviceIsReadAndNamed(String written, String id) {
    assertThat(Device.of(written, 2).id()).isEqualTo(id);
    assertThat(Device.of(id, 2)).isEqualTo(Device.of(written, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:1000", "CPU"})
  void whatIsNoDeviceIsRefused(String written) {
    assertThatThrownBy(() -> Device.of(written, 1)).hasMessage("must be cpu, cuda or cuda:N");
  }

  /** The same holds with the GPU's build on a machine that has none. */
  @Test
  void aModelDoesNotOpenOnAGpuThatCannotBeUsedAndTheErrorNamesIt() {
    assumeThat(System.getenv("NVIDIA_VISIBLE_DEVICES")).isNull();
    assertThatThrownBy(() -> TextModel.open(SafetyModel.source(), Device.of("cuda:7", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("model cannot be opened on cuda:7: ");
  }
}
