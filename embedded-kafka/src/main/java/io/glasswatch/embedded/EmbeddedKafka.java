package io.glasswatch.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A real Kafka broker (KRaft, one node) in a child process, with its data in a directory of the
 * caller's. It can be killed as by a power failure and started again; it ends with its parent.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int ATTEMPTS = 3;
  private static final int LINES_QUOTED = 20;
  private static final long CLOSE_SECONDS = 10;

  private final Path dir;
  private final Ports ports;
  private final Optional<Security> security;
  private final OptionalInt proxy;
  private Process process;

  /**
   * Where a broker listens.
   *
   * @param broker for clients
   * @param behind for clients that come through a proxy
   * @param controller for itself
   */
  private record Ports(int broker, int behind, int controller) {}

  private EmbeddedKafka(Path dir, Ports ports, Optional<Security> security, OptionalInt proxy)
      throws IOException, InterruptedException {
    this.dir = dir;
    this.ports = ports;
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
    return start(dir, Optional.empty(), OptionalInt.empty());
  }

  /**
   * Starts a broker that listens twice: as ever, and at {@link #behindProxy()} for a proxy, whose
   * clients are told to come through it for whatever they do.
   *
   * @param proxyPort where the proxy listens, on this machine
   * @throws IllegalStateException if it does not come up, with the end of its log
   */
  public static EmbeddedKafka startBehindProxy(Path dir, int proxyPort) {
    return start(dir, Optional.empty(), OptionalInt.of(proxyPort));
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
      return start(dir, Optional.of(new Security(certificate, password)), OptionalInt.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static EmbeddedKafka start(Path dir, Optional<Security> security, OptionalInt proxy) {
    try {
      Files.createDirectories(dir);
      for (int attempt = 1; ; attempt++) {
        try {
          return new EmbeddedKafka(dir, freePorts(), security, proxy);
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
    return HOST + ":" + ports.broker();
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

  private Process launch() throws IOException, InterruptedException {
    Process child = new ProcessBuilder(command()).redirectError(log().toFile()).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    try {
      if (!BrokerMain.READY.equals(out.readLine())) {
        child.destroyForcibly();
        throw new BrokerDiedException(
            "the broker ended with status %d before it was ready; %s says:%n%s"
                .formatted(child.waitFor(), log(), lastLines()));
      }
    } catch (IOException e) {
      child.destroyForcibly();
      throw e;
    }
    return child;
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
    command.add(dir.resolve("data").toAbsolutePath().toString());
    command.add(Integer.toString(ports.broker()));
    command.add(Integer.toString(ports.controller()));
    Properties more = new Properties();
    security.ifPresent(
        demanded -> {
          more.putAll(demanded.brokerProperties());
          more.put(BrokerMain.CREDENTIALS, demanded.credentials());
        });
    proxy.ifPresent(port -> more.putAll(secondListener(port)));
    if (!more.isEmpty()) {
      command.add(write(more).toString());
    }
    return command;
  }

  private Map<String, String> secondListener(int proxyPort) {
    String own = "BROKER://%s:%d".formatted(HOST, ports.broker());
    return Map.of(
        "listeners",
        "%s,BEHIND://%s:%d,CONTROLLER://%s:%d"
            .formatted(own, HOST, ports.behind(), HOST, ports.controller()),
        "advertised.listeners",
        "%s,BEHIND://%s:%d".formatted(own, HOST, proxyPort),
        "listener.security.protocol.map",
        "BROKER:PLAINTEXT,BEHIND:PLAINTEXT,CONTROLLER:PLAINTEXT");
  }

  private Path write(Properties more) throws IOException {
    Path file = dir.resolve("more.properties").toAbsolutePath();
    try (Writer out = Files.newBufferedWriter(file)) {
      more.store(out, null);
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

  /** Ports that were free a moment ago; whoever lost the race is told by the child's death. */
  private static Ports freePorts() throws IOException {
    InetAddress host = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket one = new ServerSocket(0, 1, host);
        ServerSocket two = new ServerSocket(0, 1, host);
        ServerSocket three = new ServerSocket(0, 1, host)) {
      return new Ports(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
    }
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
