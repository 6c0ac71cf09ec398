package io.glasswatch.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What kustomize makes of the folders below {@code k8s}, each once. */
public final class Kustomize {

  private static final Map<String, List<Map<String, Object>>> MADE = new ConcurrentHashMap<>();

  private Kustomize() {}

  /** Returns every manifest of {@code folder}, or skips the test where there is no kubectl. */
  public static List<Map<String, Object>> manifests(String folder) {
    return MADE.computeIfAbsent(folder, Kustomize::make);
  }

  /** Returns the manifests of {@code kind} in {@code folder}. */
  public static List<Map<String, Object>> manifests(String folder, String kind) {
    return manifests(folder).stream().filter(m -> m.get("kind").equals(kind)).toList();
  }

  /** Returns the name of a manifest. */
  public static String name(Map<String, Object> manifest) {
    return Project.map(manifest.get("metadata")).get("name").toString();
  }

  /** Returns what stands in {@code node} below each of {@code keys} in turn. */
  public static Map<String, Object> at(Map<String, Object> node, String... keys) {
    return Stream.of(keys).reduce(node, (n, key) -> Project.map(n.get(key)), (a, b) -> b);
  }

  private static List<Map<String, Object>> make(String folder) {
    Tool.Result result = Tool.KUBECTL.run(Project.path("k8s"), "kustomize", folder);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.output());
    }
    Iterable<Object> documents =
        new Load(LoadSettings.builder().build()).loadAllFromString(result.output());
    return StreamSupport.stream(documents.spliterator(), false).map(Project::map).toList();
  }
}
