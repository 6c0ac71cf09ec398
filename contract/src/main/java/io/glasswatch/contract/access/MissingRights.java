package io.glasswatch.contract.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;

/**
 * Asks Kafka which rights a user lacks, so that an error can name them. Of a topic or group that
 * does not exist yet only the right to see it can be asked.
 */
public final class MissingRights {

  private static final int PATIENCE_SECONDS = 30;

  private final Admin admin;

  private MissingRights(Admin admin) {
    this.admin = admin;
  }

  /**
   * Returns those of {@code needed} that the user of {@code admin} lacks, as far as Kafka tells;
   * none where Kafka has no access control.
   *
   * @throws TimeoutException if Kafka does not answer within 30 s
   */
  public static List<Right> of(Admin admin, List<Right> needed)
      throws InterruptedException, TimeoutException {
    MissingRights missing = new MissingRights(admin);
    Map<String, Set<AclOperation>> known = new HashMap<>();
    List<Right> lacking = new ArrayList<>();
    for (Right right : needed) {
      String resource = right.on().resourceType() + " " + right.on().name();
      if (!known.containsKey(resource)) {
        known.put(resource, missing.operations(right));
      }
      if (!known.get(resource).contains(right.operation())) {
        lacking.add(right);
      }
    }
    return lacking;
  }

  /**
   * Makes sure that nothing is missing, as far as Kafka tells.
   *
   * @throws IllegalStateException naming every right of {@code needed} that the user lacks
   * @throws TimeoutException if Kafka does not answer within 30 s
   */
  public static void check(Admin admin, List<Right> needed)
      throws InterruptedException, TimeoutException {
    List<Right> missing = of(admin, needed);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Kafka does not allow this user:\n  "
              + missing.stream().map(Right::toString).collect(Collectors.joining("\n  ")));
    }
  }

  private Set<AclOperation> operations(Right right) throws InterruptedException, TimeoutException {
    String name = right.on().name();
    return switch (right.on().resourceType()) {
      case TOPIC ->
          right.on().patternType() == PatternType.PREFIXED
              ? all()
              : allowed(
                  admin
                      .describeTopics(
                          List.of(name),
                          new DescribeTopicsOptions().includeAuthorizedOperations(true))
                      .topicNameValues()
                      .get(name)
                      .thenApply(topic -> topic.authorizedOperations()));
      case GROUP ->
          allowed(
              admin
                  .describeConsumerGroups(
                      List.of(name),
                      new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                  .describedGroups()
                  .get(name)
                  .thenApply(group -> group.authorizedOperations()));
      case TRANSACTIONAL_ID ->
          allowed(
              admin
                  .describeTransactions(List.of(name))
                  .description(name)
                  .thenApply(transaction -> all()));
      default -> all();
    };
  }

  /** Nothing is allowed where Kafka refuses even to look, and all where there is nothing yet. */
  private static Set<AclOperation> allowed(KafkaFuture<Set<AclOperation>> answer)
      throws InterruptedException, TimeoutException {
    try {
      Set<AclOperation> operations = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return operations == null ? all() : operations;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return Set.of();
      }
      if (e.getCause() instanceof ApiException) {
        return all();
      }
      throw new IllegalStateException(
          "cannot ask Kafka for rights: " + e.getCause().getMessage(), e);
    }
  }

  private static Set<AclOperation> all() {
    return Set.of(AclOperation.values());
  }
}
