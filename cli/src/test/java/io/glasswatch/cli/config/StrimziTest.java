package io.glasswatch.cli.config;

import static io.glasswatch.testing.Kustomize.at;
import static io.glasswatch.testing.Kustomize.manifests;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.cli.CommandLineRun;
import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.testing.Kustomize;
import io.glasswatch.testing.Project;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The example for Strimzi gives what the code needs, and no more. */
class StrimziTest {

  private static final String COMMAND =
      "--add --allow-principal User:%s --operation %s --%s %s --resource-pattern-type %s";

  @Test
  void everyUserHasTheRightsThatTheCodeNeedsAndNoOther() {
    TreeSet<String> given = new TreeSet<>();
    for (Map<String, Object> user : manifests("kafka", "KafkaUser")) {
      for (Object acl : Project.list(at(user, "spec", "authorization").get("acls"))) {
        given.addAll(commands(Kustomize.name(user), Project.map(acl)));
      }
    }

    assertThat(given).containsExactlyInAnyOrderElementsOf(needed());
  }

  @Test
  void everyTopicIsThere() {
    List<String> created =
        needed().stream()
            .filter(c -> c.contains(" Create ") && c.endsWith(" literal"))
            .map(c -> c.replaceAll(".*--topic | --resource.*", ""))
            .toList();

    assertThat(manifests("kafka", "KafkaTopic"))
        .extracting(Kustomize::name)
        .containsExactlyInAnyOrderElementsOf(created);
  }

  @Test
  void everyTopicKeepsItsRecordsAsLongAsTheStreamAppWouldHaveIt() {
    for (Map<String, Object> topic : manifests("kafka", "KafkaTopic")) {
      Map<String, Object> config = at(topic, "spec", "config");
      String name = Kustomize.name(topic);
      assertThat(config.get("cleanup.policy"))
          .as(name)
          .isEqualTo(names(Topics.COMPACTED).contains(name) ? "compact" : "delete");
      assertThat(config.get("retention.ms"))
          .as(name)
          .isEqualTo(names(Topics.KEPT).contains(name) ? -1 : null);
    }
  }

  private static List<String> commands(String user, Map<String, Object> acl) {
    Map<String, Object> resource = at(acl, "resource");
    String type =
        resource.get("type").equals("transactionalId")
            ? "transactional-id"
            : resource.get("type") + "";
    String pattern = resource.containsKey("patternType") ? "prefixed" : "literal";
    return Project.list(acl.get("operations")).stream()
        .map(operation -> COMMAND.formatted(user, operation, type, resource.get("name"), pattern))
        .toList();
  }

  private static Collection<String> needed() {
    return CommandLineRun.of("config", "rights").out().lines().toList();
  }

  private static List<String> names(Collection<Topic<?, ?>> topics) {
    return topics.stream().map(Topic::name).toList();
  }
}
