package io.glasswatch.contract;

import java.time.Instant;

/**
 * Asks that what the traffic of a model's segment looks like from now on be its drift reference, in
 * the place of the one that it has.
 *
 * @param id unlike that of any other, to know the answer by
 * @param model label of the model version
 * @param segment {@code dimension=value}, or {@code all}
 * @param operator who asked for it, as the machine knows them
 * @param at when
 */
public record Freeze(String id, String model, String segment, String operator, Instant at) {

  public Freeze {
    Require.notBlank(id, "id");
    Require.notBlank(model, "model");
    Require.notBlank(segment, "segment");
    Require.notBlank(operator, "operator");
    Require.that(at != null, "at must not be null");
  }
}
