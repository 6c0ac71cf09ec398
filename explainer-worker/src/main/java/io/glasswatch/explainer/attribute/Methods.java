package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every attribution method, one entry a method. */
public final class Methods {

  /** What explains when nothing else is asked for. */
  public static final List<String> DEFAULT = List.of("deeplift", "attention-gradient");

  private static final Map<String, Method> REGISTRY =
      registry(
          new RawAttention(),
          new FromReading(
              "attention-rollout",
              "Where information could flow through the attention of all layers; not what it was"
                  + " used for, and the same for every target: attention is not importance.",
              true,
              Reading::rollout),
          new FromReading(
              "attention-gradient",
              "The flow of attention, weighted by how far each raises the target; not what lowers"
                  + " it: scores are never negative.",
              true,
              Reading::relevance),
          new Saliency(),
          new FromReading(
              "gradient-x-input",
              "Direction and size of a small change of each token; not what happens far from the"
                  + " text, where the model saturates.",
              false,
              Reading::gradientTimesInput),
          IntegratedGradients.DEFAULT,
          SmoothGrad.DEFAULT,
          new DeepLift(),
          Occlusion.DEFAULT,
          Lime.DEFAULT,
          KernelShap.DEFAULT,
          OwenShap.DEFAULT,
          new Counterfactual(),
          Adversarial.DEFAULT,
          new Ablation(),
          new Activations(),
          Concept.overruling());

  private Methods() {}

  /** Returns the ids of all methods. */
  public static List<String> ids() {
    return List.copyOf(REGISTRY.keySet());
  }

  /**
   * Returns the methods with these ids, each with its parameter if one stands behind a colon.
   *
   * @throws IllegalArgumentException naming the ids there are, if one is unknown; or if a parameter
   *     is none of its method
   */
  public static List<Method> of(List<String> ids) {
    List<Method> methods = new ArrayList<>();
    for (String given : ids) {
      String id = plain(given);
      if (!REGISTRY.containsKey(id)) {
        throw new IllegalArgumentException(
            "no attribution method \"%s\"; there are %s".formatted(id, String.join(", ", ids())));
      }
      Method method = REGISTRY.get(id);
      methods.add(id.equals(given) ? method : method.with(given.substring(id.length() + 1)));
    }
    return methods;
  }

  /** Tells whether the scores of this method mean to add up to the change of F. */
  public static boolean addUp(String id) {
    return REGISTRY.containsKey(plain(id)) && REGISTRY.get(plain(id)).addsUp();
  }

  private static String plain(String id) {
    return id.split(":", 2)[0];
  }

  /** Returns a parameter that is a whole number of at least {@code least}. */
  static int count(String parameter, String id, int least) {
    if (parameter.matches("\\d{1,6}") && Integer.parseInt(parameter) >= least) {
      return Integer.parseInt(parameter);
    }
    throw new IllegalArgumentException(
        "%s needs a whole number from %d to 999999, but was given \"%s\""
            .formatted(id, least, parameter));
  }

  private static Map<String, Method> registry(Method... methods) {
    Map<String, Method> registry = new LinkedHashMap<>();
    for (Method method : methods) {
      registry.put(method.id(), method);
    }
    return registry;
  }
}
