package io.glasswatch.stream.deploy;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.glasswatch.contract.Json;
import io.glasswatch.testing.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kinds that others bring to a cluster, which Kubernetes' own types do not know. Their schemas
 * here allow only the fields that we use, so a misspelt one is found; widening one means looking
 * the field up in its owner's own.
 */
final class CustomResources {

  private static final Path FOLDER =
      Project.path("stream-app/src/test/resources/io/glasswatch/stream/deploy");

  private static final Set<String> OWNERS =
      Set.of("keda.sh", "monitoring.coreos.com", "kafka.strimzi.io");

  private CustomResources() {}

  /** Returns whether {@code manifest} is of such a kind. */
  static boolean owns(Map<String, Object> manifest) {
    return OWNERS.contains(manifest.get("apiVersion").toString().replaceFirst("/.*", ""));
  }

  /** Returns what is wrong with {@code manifest}. */
  static List<String> problems(Map<String, Object> manifest) {
    return problems(manifest.get("kind").toString(), manifest);
  }

  /** Returns what the schema called {@code name} finds wrong with {@code document}. */
  static List<String> problems(String name, Map<String, Object> document) {
    Path schema = FOLDER.resolve(name + ".schema.yaml");
    if (!Files.exists(schema)) {
      return List.of("there is no schema of " + name);
    }
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(Json.TEXT.valueToTree(Project.yaml(schema)))
        .validate(Json.TEXT.valueToTree(document))
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
