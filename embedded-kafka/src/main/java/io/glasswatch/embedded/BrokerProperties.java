package io.glasswatch.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/** What {@link BrokerMain} is told. */
final class BrokerProperties {

  /** The id of the cluster, for a new data directory; no property of a broker. */
  static final String CLUSTER = "cluster";

  /** What is the administrator's password in a new cluster; no property of a broker. */
  static final String CREDENTIALS = "scram";

  static final String HOST = "127.0.0.1";
  static final String CONTROLLER = "CONTROLLER";

  /** Little memory and few threads, for a laptop. */
  private static final Map<String, String> SMALL =
      Map.of(
          "offsets.topic.num.partitions", "4",
          "transaction.state.log.num.partitions", "4",
          "group.initial.rebalance.delay.ms", "0",
          "log.cleaner.dedupe.buffer.size", "16777216",
          "log.index.size.max.bytes", "1048576",
          "num.network.threads", "2",
          "num.io.threads", "4",
          "num.recovery.threads.per.data.dir", "1");

  private BrokerProperties() {}

  /**
   * Returns the properties of one broker.
   *
   * @param proxy the port of a proxy, for a second listener whose clients are told to come through
   *     it
   */
  static Properties of(
      Path data, Ports ports, Member member, Optional<Security> security, OptionalInt proxy) {
    String own = "BROKER://%s:%d".formatted(HOST, ports.broker());
    String controller = "%s://%s:%d".formatted(CONTROLLER, HOST, ports.controller());
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            CLUSTER,
            member.cluster(),
            "process.roles",
            "broker,controller",
            "node.id",
            Integer.toString(member.id()),
            "controller.quorum.voters",
            member.voters(),
            "listeners",
            own + "," + controller,
            "advertised.listeners",
            own,
            "controller.listener.names",
            CONTROLLER,
            "inter.broker.listener.name",
            "BROKER",
            "listener.security.protocol.map",
            "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs",
            data.toString()));
    properties.put("auto.create.topics.enable", "false");
    properties.putAll(SMALL);
    properties.putAll(copies(member));
    security.ifPresent(
        demanded -> {
          properties.putAll(demanded.brokerProperties());
          properties.put(CREDENTIALS, demanded.credentials());
        });
    proxy.ifPresent(port -> properties.putAll(secondListener(own, controller, ports, port)));
    return properties;
  }

  /** How many copies there are of what is written, and how soon a broker that is gone is missed. */
  private static Map<String, String> copies(Member member) {
    String copies = Integer.toString(member.copies());
    String written = Integer.toString(member.copies() / 2 + 1);
    boolean alone = member.copies() == 1;
    return Map.of(
        "default.replication.factor", copies,
        "min.insync.replicas", written,
        "offsets.topic.replication.factor", copies,
        "transaction.state.log.replication.factor", copies,
        "transaction.state.log.min.isr", written,
        "share.coordinator.state.topic.replication.factor", copies,
        "share.coordinator.state.topic.min.isr", written,
        "broker.session.timeout.ms", alone ? "1500" : "3000",
        "broker.heartbeat.interval.ms", alone ? "300" : "500");
  }

  private static Map<String, String> secondListener(
      String own, String controller, Ports ports, int proxy) {
    return Map.of(
        "listeners",
        "%s,BEHIND://%s:%d,%s".formatted(own, HOST, ports.behind(), controller),
        "advertised.listeners",
        "%s,BEHIND://%s:%d".formatted(own, HOST, proxy),
        "listener.security.protocol.map",
        "BROKER:PLAINTEXT,BEHIND:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }
}
