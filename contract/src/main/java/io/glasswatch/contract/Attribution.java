package io.glasswatch.contract;

import java.util.List;
import java.util.Map;

/**
 * Which tokens drove one target, by one method.
 *
 * @param method the method's id, e.g. {@code gradient-x-input}, {@code attention-rollout}
 * @param target what was explained, e.g. a category id
 * @param tokens one score a token, in text order; special tokens have no span and are left out
 * @param quality measures of this attribution by name, e.g. {@code completeness_gap}; empty when
 *     none was taken
 */
public record Attribution(
    String method, String target, List<TokenScore> tokens, Map<String, Double> quality) {

  public Attribution {
    Require.notBlank(method, "method");
    Require.notBlank(target, "target");
    tokens = List.copyOf(tokens);
    quality = Map.copyOf(quality);
  }
}
