package io.glasswatch.cli.demo.traffic;

import com.google.errorprone.annotations.Immutable;
import io.glasswatch.contract.Alert;
import java.util.Locale;

/**
 * What goes wrong in the demo, when, and which alert has to tell.
 *
 * <p>Times are shares of the story. Whatever lasts does so for more than three windows, so that at
 * least two whole ones lie inside it wherever their edges fall.
 */
public enum Incident {
  /** A response shows a key of the service behind it. */
  API_KEY_LEAK(0.34, 0.34, "LlmSecretLeak", Tell.of(Models.LARGE)),
  /** A response repeats somebody's card number. */
  CARD_NUMBER_LEAK(0.40, 0.40, "LlmPersonalDataLeak", Tell.of(Models.SMALL)),
  /** One user tries in one conversation to talk a model out of its instructions. */
  INJECTION_BURST(0.45, 0.52, "LlmPromptInjectionBurst", Tell.of(Models.LARGE)),
  /** One model suddenly writes three times as much. */
  RESPONSE_LENGTH_JUMP(
      0.55, 0.75, "LlmResponseDrift", Tell.of(Models.LARGE).of("response_length").in("all")),
  /** The models refuse most of what one tenant asks. */
  REFUSAL_WAVE(
      0.75, 0.95, "LlmResponseDrift", Tell.ANY.of("refusal").in("tenant=" + Story.REFUSED_TENANT));

  private final double from;
  private final double until;
  private final String alert;
  private final Tell tell;

  Incident(double from, double until, String alert, Tell tell) {
    this.from = from;
    this.until = until;
    this.alert = alert;
    this.tell = tell;
  }

  /**
   * What an alert has to be about; a blank stands for anything.
   *
   * @param model label of the model
   * @param signal what is watched
   * @param segment part of the traffic
   */
  @Immutable
  private record Tell(String model, String signal, String segment) {

    static final Tell ANY = new Tell("", "", "");

    static Tell of(Models.Profile profile) {
      return new Tell(profile.version().label(), "", "");
    }

    Tell of(String watched) {
      return new Tell(model, watched, segment);
    }

    Tell in(String part) {
      return new Tell(model, signal, part);
    }

    boolean fits(Alert alert) {
      return fits(model, alert.model())
          && fits(signal, alert.signal())
          && fits(segment, alert.segment());
    }

    private static boolean fits(String wanted, String found) {
      return wanted.isEmpty() || wanted.equals(found);
    }
  }

  /** Returns its name in reports. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns its name for a person. */
  public String title() {
    return id().replace('_', ' ');
  }

  /** Returns whether {@code candidate}, if it fires after the incident began, is about it. */
  public boolean toldBy(Alert candidate) {
    return candidate.state() == Alert.State.FIRING
        && candidate.name().equals(alert)
        && tell.fits(candidate);
  }

  double from() {
    return from;
  }

  double until() {
    return until;
  }
}
