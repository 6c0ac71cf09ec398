package io.glasswatch.embedded;

import java.util.Map;
import java.util.TreeMap;

/**
 * A broker that demands TLS and a password (SCRAM-SHA-512), and allows nobody but its administrator
 * anything until rights are given.
 *
 * @param certificate the broker's
 * @param password the administrator's, {@link #ADMIN}
 */
record Security(Certificate certificate, String password) {

  /** The user who may do everything. */
  static final String ADMIN = "admin";

  private static final String MECHANISM = "SCRAM-SHA-512";

  /** Returns the properties that make the listener {@code BROKER} of a broker so. */
  Map<String, String> brokerProperties() {
    String listener = "listener.name.broker.";
    Map<String, String> properties = new TreeMap<>();
    properties.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", MECHANISM);
    properties.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
    properties.put(listener + "scram-sha-512.sasl.jaas.config", login(ADMIN, password));
    properties.put("ssl.keystore.type", "PKCS12");
    properties.put("ssl.keystore.location", certificate.keyStore().toAbsolutePath().toString());
    properties.put("ssl.keystore.password", certificate.password());
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificate.trusted().toAbsolutePath().toString());
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    // Nobody is anonymous but the broker itself, on the controller's listener.
    properties.put("super.users", "User:%s;User:ANONYMOUS".formatted(ADMIN));
    return properties;
  }

  /** Returns how the administrator is written into a new cluster. */
  String credentials() {
    return "%s=[name=%s,password=%s]".formatted(MECHANISM, ADMIN, password);
  }

  /** Returns the properties with which a client is {@code user}. */
  Map<String, String> clientProperties(String user, String userPassword) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        MECHANISM,
        "sasl.jaas.config",
        login(user, userPassword),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificate.trusted().toAbsolutePath().toString());
  }

  private static String login(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }
}
