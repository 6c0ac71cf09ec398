package io.glasswatch.explainer.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuadratureTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 16, 32})
  void polynomialsBelowTwiceThePointsAreIntegratedExactly(int points) {
    Quadrature rule = Quadrature.gaussLegendre(points);
    for (int degree = 0; degree < 2 * points; degree++) {
      double integral = 0;
      for (int k = 0; k < points; k++) {
        integral += rule.weights()[k] * Math.pow(rule.nodes()[k], degree);
      }
      assertThat(integral).isCloseTo(1.0 / (degree + 1), within(1e-12));
    }
  }
}
