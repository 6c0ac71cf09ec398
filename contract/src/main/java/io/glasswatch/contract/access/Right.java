package io.glasswatch.contract.access;

import io.glasswatch.contract.Topic;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One thing that a user of Kafka must be allowed to do.
 *
 * @param operation what is done; reading, writing and deleting include describing
 * @param on what it is done to: one topic, group or transactional id, or all that begin with a name
 */
public record Right(AclOperation operation, ResourcePattern on) {

  /** Returns the right to do {@code operation} with one topic. */
  public static Right topic(AclOperation operation, Topic<?, ?> topic) {
    return topic(operation, topic.name());
  }

  /** Returns the right to do {@code operation} with one topic. */
  public static Right topic(AclOperation operation, String name) {
    return of(operation, ResourceType.TOPIC, name, PatternType.LITERAL);
  }

  /** Returns the right to do {@code operation} with every topic that begins with {@code prefix}. */
  public static Right topics(AclOperation operation, String prefix) {
    return of(operation, ResourceType.TOPIC, prefix, PatternType.PREFIXED);
  }

  /** Returns the right to do {@code operation} with one consumer group. */
  public static Right group(AclOperation operation, String name) {
    return of(operation, ResourceType.GROUP, name, PatternType.LITERAL);
  }

  /** Returns the right to write in transactions whose id begins with {@code prefix}. */
  public static Right transactions(String prefix) {
    return of(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED);
  }

  private static Right of(
      AclOperation operation, ResourceType type, String name, PatternType pattern) {
    return new Right(operation, new ResourcePattern(type, name, pattern));
  }

  /** Returns Kafka's rule that gives this right to {@code user}, from any host. */
  public AclBinding to(String user) {
    return new AclBinding(
        on, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
  }

  /**
   * Returns the arguments of Kafka's {@code kafka-acls.sh} that give this right to {@code user}.
   */
  public String command(String user) {
    return "--add --allow-principal User:%s --operation %s --%s %s --resource-pattern-type %s"
        .formatted(
            user,
            spelled(operation.name()),
            lower(on.resourceType().name()).replace('_', '-'),
            on.name(),
            lower(on.patternType().name()));
  }

  /** Reads as a sentence's end: {@code READ on topic llm.interactions}. */
  @Override
  public String toString() {
    String kind = lower(on.resourceType().name()).replace('_', ' ');
    return on.patternType() == PatternType.PREFIXED
        ? "%s on every %s that begins with %s".formatted(operation, kind, on.name())
        : "%s on %s %s".formatted(operation, kind, on.name());
  }

  /** {@code DESCRIBE_CONFIGS} as {@code DescribeConfigs}. */
  private static String spelled(String name) {
    StringBuilder spelled = new StringBuilder();
    for (String word : name.split("_", -1)) {
      spelled.append(word.charAt(0)).append(lower(word.substring(1)));
    }
    return spelled.toString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
