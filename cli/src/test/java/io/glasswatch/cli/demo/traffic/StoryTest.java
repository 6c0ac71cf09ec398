package io.glasswatch.cli.demo.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoryTest {

  @Test
  void refusesToBeTooShort() {
    assertThatThrownBy(() -> new Story(Duration.ofMillis(29_500), 80, 1))
        .hasMessage("the demo needs at least 30 s for its story, but was given 29.5 s");
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 45, 60, 90, 300, 3600})
  void whateverLastsSpansThreeWindows(int seconds) {
    Story story = new Story(Duration.ofSeconds(seconds), 80, 1);
    long millis = story.length().toMillis();

    for (Incident incident :
        new Incident[] {Incident.RESPONSE_LENGTH_JUMP, Incident.REFUSAL_WAVE}) {
      assertThat((incident.until() - incident.from()) * millis)
          .as(incident.id())
          .isGreaterThanOrEqualTo(3.0 * story.window().toMillis());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 45, 60, 90, 300, 3600})
  void atTheSensibleRateEachModelHasTwoHundredInteractionsAWindow(int seconds) {
    Duration length = Duration.ofSeconds(seconds);
    double rate = Story.sensibleRate(length);

    assertThat(rate * new Story(length, rate, 1).window().toSeconds() / 2).isEqualTo(200);
  }
}
