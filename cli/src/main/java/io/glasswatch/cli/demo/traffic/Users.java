package io.glasswatch.cli.demo.traffic;

import io.glasswatch.cli.demo.traffic.Phrases.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Who asks: a tenant's users, each in one conversation at a time, a few of them very active. */
final class Users {

  private static final int USERS = 80;
  private static final double ENDS = 0.3;

  private final Random random;
  private final Map<String, Integer> conversations = new HashMap<>();

  /**
   * One conversation.
   *
   * @param id its id
   * @param user the pseudonym of who leads it
   */
  record Conversation(String id, String user) {}

  Users(Random random) {
    this.random = random;
  }

  /** Returns the conversation of some user of {@code tenant}: the current one or a new one. */
  Conversation conversation(Tenant tenant) {
    int rank = (int) (USERS * Math.pow(random.nextDouble(), 2));
    String user = "%s-u%02d".formatted(tenant.name(), rank);
    int number = conversations.merge(user, random.nextDouble() < ENDS ? 1 : 0, Integer::sum);
    return new Conversation("%s-c%d".formatted(user, number), user);
  }

  /** Returns the conversation of one who means no good. */
  Conversation attacker() {
    return new Conversation("harbor-bank-u99-c0", "harbor-bank-u99");
  }
}
