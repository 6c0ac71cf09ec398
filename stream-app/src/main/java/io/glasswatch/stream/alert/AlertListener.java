package io.glasswatch.stream.alert;

import io.glasswatch.contract.Alert;

/** Hears of every transition, to show it on a dashboard. */
public interface AlertListener {

  /** A listener that does not listen. */
  AlertListener NONE =
      new AlertListener() {
        @Override
        public void changed(Alert alert) {}

        @Override
        public void known(Alert alert) {}

        @Override
        public void gone(Alert alert) {}
      };

  /** {@code alert} made a transition. */
  void changed(Alert alert);

  /** {@code alert} was found in the store when this instance took over its partition. */
  void known(Alert alert);

  /**
   * {@code alert} is no longer this instance's business: forgotten, or moved with its partition.
   */
  void gone(Alert alert);
}
