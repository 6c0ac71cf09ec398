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
          new Occlusion(),
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
   * Returns the methods with these ids.
   *
   * @throws IllegalArgumentException naming the ids there are, if one is unknown
   */
  public static List<Method> of(List<String> ids) {
    List<Method> methods = new ArrayList<>();
    for (String id : ids) {
      if (!REGISTRY.containsKey(id)) {
        throw new IllegalArgumentException(
            "no attribution method \"%s\"; there are %s".formatted(id, String.join(", ", ids())));
      }
      methods.add(REGISTRY.get(id));
    }
    return methods;
  }

  /** Tells whether the scores of this method mean to add up to the change of F. */
  public static boolean addUp(String id) {
    return REGISTRY.containsKey(id) && REGISTRY.get(id).addsUp();
  }

  private static Map<String, Method> registry(Method... methods) {
    Map<String, Method> registry = new LinkedHashMap<>();
    for (Method method : methods) {
      registry.put(method.id(), method);
    }
    return registry;
  }
}
