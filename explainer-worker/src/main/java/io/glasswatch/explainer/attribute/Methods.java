package io.glasswatch.explainer.attribute;

import io.glasswatch.explainer.model.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every attribution method, one entry a method. */
public final class Methods {

  /** What explains when nothing else is asked for. */
  public static final List<String> DEFAULT =
      List.of("gradient-x-input", "attention-rollout", "attention-gradient");

  private static final Map<String, Method> REGISTRY =
      registry(
          new FromReading("attention-rollout", Reading::rollout),
          new FromReading("attention-gradient", Reading::relevance),
          new FromReading("gradient-x-input", Reading::gradientTimesInput),
          IntegratedGradients.DEFAULT,
          new Occlusion(),
          KernelShap.DEFAULT);

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

  private static Map<String, Method> registry(Method... methods) {
    Map<String, Method> registry = new LinkedHashMap<>();
    for (Method method : methods) {
      registry.put(method.id(), method);
    }
    return registry;
  }

  /**
   * A method whose scores leave the gradient graph ready to be read.
   *
   * @param id the method's id
   * @param scores which of the graph's outputs it is
   */
  private record FromReading(String id, Function<Reading, double[]> scores) implements Method {

    /** The run is shared with the other methods of this kind. */
    @Override
    public double forwardPasses() {
      return 2;
    }

    @Override
    public List<Result> explain(WindowBatch batch) {
      return batch.readings().stream().map(scores).map(Result::of).toList();
    }
  }
}
