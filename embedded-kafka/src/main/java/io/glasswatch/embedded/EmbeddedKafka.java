package io.glasswatch.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker (KRaft) in a child process, alone or one of an {@link EmbeddedCluster}, with
 * its data in a directory of the caller's. It can be killed as by a power failure and started
 * again; it ends with its parent.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final int ATTEMPTS = 3;
  private static final int LINES_QUOTED = 20;
  private static final long CLOSE_SECONDS = 10;

  private final Path dir;
  private final Ports ports;
  private final Member member;
  private final Optional<Security> security;
  private final OptionalInt proxy;
  private Process process;

  private EmbeddedKafka(
      Path dir, Ports ports, Member member, Optional<Security> security, OptionalInt proxy)
      throws IOException {
    this.dir = dir;
    this.ports = ports;
    this.member = member;
    this.security = security;
    this.proxy = proxy;
    this.process = launch();
  }

  /**
   * Starts a broker on free ports and returns once it serves.
   *
   * @param dir where it keeps its data and its log {@code broker.log}; made if absent
   * @throws IllegalStateException if it does not come up, with the end of its log
   */
  public static EmbeddedKafka start(Path dir) {
    return alone(dir, Optional.empty());
  }

  /**
   * Starts a broker that demands TLS and a password (SCRAM-SHA-512) of every client, and allows
   * nobody but its administrator anything.
   *
   * @param dir where it keeps its data, its certificate and its log {@code broker.log}
   * @throws IllegalStateException if it does not come up, with the end of its log
   */
  public static EmbeddedKafka startSecured(Path dir) {
    try {
      String password = UUID.randomUUID().toString();
      Certificate certificate = Certificate.create(dir.resolve("tls"), password);
      return alone(dir, Optional.of(new Security(certificate, password)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static EmbeddedKafka alone(Path dir, Optional<Security> security) {
    return start(List.of(dir), security, List.of(OptionalInt.empty())).get(0);
  }

  /** Starts the brokers of one cluster, one a directory, and returns once all serve. */
  static List<EmbeddedKafka> start(
      List<Path> dirs, Optional<Security> security, List<OptionalInt> proxies) {
    String cluster = Uuid.randomUuid().toString();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return tryToStart(dirs, cluster, security, proxies);
        } catch (BrokerDiedException e) {
          if (attempt == ATTEMPTS || !e.getMessage().contains("Address already in use")) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static List<EmbeddedKafka> tryToStart(
      List<Path> dirs, String cluster, Optional<Security> security, List<OptionalInt> proxies)
      throws IOException, InterruptedException {
    List<Ports> ports = Ports.free(dirs.size());
    List<Integer> controllers = ports.stream().map(Ports::controller).toList();
    List<EmbeddedKafka> brokers = new ArrayList<>();
    try {
      for (int i = 0; i < dirs.size(); i++) {
        Files.createDirectories(dirs.get(i));
        Member member = new Member(i + 1, cluster, controllers);
        brokers.add(new EmbeddedKafka(dirs.get(i), ports.get(i), member, security, proxies.get(i)));
      }
      for (EmbeddedKafka broker : brokers) {
        broker.awaitReady();
      }
      return List.copyOf(brokers);
    } catch (IOException e) {
      brokers.forEach(EmbeddedKafka::kill);
      throw e;
    }
  }

  /** Returns the properties with which a client of a secured broker is its administrator. */
  public Map<String, String> administrator() {
    return demanded().clientProperties(Security.ADMIN, demanded().password());
  }

  /** Returns the properties with which a client of a secured broker is {@code user}. */
  public Map<String, String> client(String user, String password) {
    return demanded().clientProperties(user, password);
  }

  private Security demanded() {
    return security.orElseThrow(() -> new IllegalStateException("the broker is not secured"));
  }

  /** Returns {@code host:port} for a client's {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return BrokerProperties.HOST + ":" + ports.broker();
  }

  /** Returns the port to which a proxy passes on what it is told. */
  public int behindProxy() {
    return ports.behind();
  }

  /** Ends the broker at once, as by SIGKILL: nothing is flushed or said goodbye to. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Stops the broker where it stands, as by SIGSTOP. */
  public void pause() {
    Control.pause(process);
  }

  /** Lets a stopped broker go on. */
  public void resume() {
    Control.resume(process);
  }

  /**
   * Starts the broker again, in the same directory and at the same address, and returns once it
   * serves.
   *
   * @throws IllegalStateException if it still runs, or does not come up
   */
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("the broker runs: kill() or close() it first");
    }
    try {
      process = launch();
      awaitReady();
    } catch (BrokerDiedException e) {
      throw new IllegalStateException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Shuts the broker down in order; its data stays. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      throw interrupted(e);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command()).redirectError(log().toFile()).start();
  }

  /** Ends the child if it does not come up. */
  private void awaitReady() throws IOException, InterruptedException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      if (!BrokerMain.READY.equals(out.readLine())) {
        process.destroyForcibly();
        throw new BrokerDiedException(
            "the broker ended with status %d before it was ready; %s says:%n%s"
                .formatted(process.waitFor(), log(), lastLines()));
      }
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /*
   * The shell makes the broker deaf to Ctrl-C, which a terminal sends to all its processes: whoever
   * started the broker ends it last, after its clients.
   */
  private List<String> command() throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$0\" \"$@\""));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=embedded-broker-logback.xml"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BrokerMain.class.getName());
    command.add(properties().toString());
    return command;
  }

  private Path properties() throws IOException {
    Path file = dir.resolve("broker.properties").toAbsolutePath();
    Path data = dir.resolve("data").toAbsolutePath();
    try (Writer out = Files.newBufferedWriter(file)) {
      BrokerProperties.of(data, ports, member, security, proxy).store(out, null);
    }
    return file;
  }

  private Path log() {
    return dir.resolve("broker.log");
  }

  private String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_QUOTED), lines.size()));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for the broker", e);
  }

  /** The child ended before it served. */
  private static final class BrokerDiedException extends IOException {
    BrokerDiedException(String message) {
      super(message);
    }
  }
}
