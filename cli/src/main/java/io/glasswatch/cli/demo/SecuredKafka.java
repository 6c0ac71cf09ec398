package io.glasswatch.cli.demo;

import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** A Kafka that demands TLS and a password of everybody, and its users with their rights. */
final class SecuredKafka implements DemoKafka {

  private static final ScramCredentialInfo SCRAM =
      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);

  private final Path dir;
  private final EmbeddedKafka kafka;

  private SecuredKafka(Path dir) {
    this.dir = dir;
    this.kafka = EmbeddedKafka.startSecured(dir);
  }

  /** Starts it with its files in {@code dir}. */
  static SecuredKafka start(Path dir) {
    return new SecuredKafka(dir);
  }

  /** Returns the connection of the administrator. */
  @Override
  public KafkaConnection observer() {
    return new KafkaConnection(kafka.bootstrapServers(), kafka.administrator());
  }

  @Override
  public Map<String, String> user(String name, List<Right> rights) throws InterruptedException {
    String password = UUID.randomUUID().toString();
    try (Admin admin = Admin.create(observer().with(Map.of()))) {
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(name, SCRAM, password)))
          .all()
          .get();
      admin.createAcls(rights.stream().map(right -> right.to(name)).toList()).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot make the user " + name, e);
    }
    return Map.of(
        "KAFKA_BOOTSTRAP_SERVERS",
        kafka.bootstrapServers(),
        "KAFKA_CLIENT_PROPERTIES",
        write(name, password).toString());
  }

  private Path write(String name, String password) {
    Properties properties = new Properties();
    properties.putAll(kafka.client(name, password));
    Path file = dir.resolve(name + ".properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
