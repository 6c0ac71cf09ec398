package io.glasswatch.chaos.fault;

import io.glasswatch.chaos.traffic.Traffic;
import io.glasswatch.embedded.EmbeddedCluster;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.embedded.JavaProcess;
import io.glasswatch.explainer.ExplainerWorker;
import io.glasswatch.stream.StreamApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The product as it runs: brokers behind proxies, the stream app, a worker, and traffic. */
public final class Scene implements AutoCloseable {

  /** The worker's name among the processes. */
  public static final String WORKER = "worker";

  private static final int STARTS = 3;

  private final Path dir;
  private final Map<String, String> settings;
  private final boolean stableIds;
  private final List<Proxy> proxies;
  private final EmbeddedCluster kafka;
  private final Map<String, JavaProcess> processes = new ConcurrentHashMap<>();
  private final Map<String, String> urls = new ConcurrentHashMap<>();
  private Optional<Traffic> traffic = Optional.empty();
  private Optional<String> earlier;
  private Instant struck = Instant.MIN;

  private Scene(Path dir, Map<String, String> settings, Cast cast) {
    this.dir = dir;
    this.earlier = cast.earlier();
    this.settings = settings;
    this.stableIds = cast.stableIds();
    this.proxies = Stream.generate(Proxy::start).limit(cast.brokers()).toList();
    this.kafka =
        EmbeddedCluster.start(dir.resolve("kafka"), proxies.stream().map(Proxy::port).toList());
    for (int i = 0; i < proxies.size(); i++) {
      proxies.get(i).leadTo(kafka.brokers().get(i).behindProxy());
    }
  }

  /**
   * Who plays.
   *
   * @param brokers how many; three keep three copies of everything
   * @param stableIds whether an instance of the stream app has an id that outlives it
   * @param earlier class path of another version, of which stream app and worker are at first
   */
  public record Cast(int brokers, boolean stableIds, Optional<String> earlier) {}

  /**
   * Starts the brokers, a stream app and a worker.
   *
   * @param dir where all of them keep their files and logs
   * @param settings what differs from the defaults of the stream app and the worker
   */
  public static Scene start(Path dir, Map<String, String> settings, Cast cast)
      throws IOException, InterruptedException {
    Scene scene = new Scene(dir, settings, cast);
    try {
      scene.launchApp("a");
      scene.launch(WORKER, ExplainerWorker.class, Map.of("METRICS_PORT", "0"), "512m");
      scene.awaitApp("a");
      scene.awaitWorker();
      return scene;
    } catch (IOException | RuntimeException e) {
      scene.close();
      throw e;
    }
  }

  /** Notes that a fault which needed preparation strikes now. */
  void strikes() {
    struck = Instant.now();
  }

  /** Returns when the fault that began at {@code began} struck. */
  public Instant struck(Instant began) {
    return struck.isAfter(began) ? struck : began;
  }

  /** Returns where Kafka is for those who do not come through the proxies. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** Returns one of the brokers. */
  EmbeddedKafka broker(Random random) {
    return kafka.brokers().get(random.nextInt(kafka.brokers().size()));
  }

  /** Does something to all that stream app and worker have of a network. */
  void network(Consumer<Proxy> deed) {
    proxies.forEach(deed);
  }

  public Traffic traffic() {
    return traffic.orElseThrow();
  }

  /** Returns whether records come steadily. */
  public boolean trafficFlows() {
    return traffic.map(Traffic::flows).orElse(false);
  }

  public void traffic(Traffic flowing) {
    traffic = Optional.of(flowing);
  }

  /** Returns where each process serves its metrics, by name; also of those that are down. */
  public Map<String, String> urls() {
    return Map.copyOf(urls);
  }

  /** Returns the second place of the audit log's checkpoints. */
  public Path audit() {
    return dir.resolve("audit");
  }

  /** Returns where an instance of the stream app keeps its state. */
  public Path state(String app) {
    return dir.resolve("state-" + app);
  }

  /** Returns the file that a process logs to. */
  public Path log(String process) {
    return dir.resolve(process + ".log");
  }

  /** Returns the processes that have ended by themselves. */
  public List<String> ended() {
    return processes.entrySet().stream()
        .filter(process -> !process.getValue().isAlive())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  public JavaProcess app(String name) {
    return processes.get(name);
  }

  public JavaProcess worker() {
    return processes.get(WORKER);
  }

  /**
   * Starts an instance of the stream app and waits until it listens. If it gives up it is started
   * again, as any supervisor would.
   */
  public void startApp(String name) throws IOException {
    for (int attempt = 1; ; attempt++) {
      launchApp(name);
      try {
        awaitApp(name);
        return;
      } catch (IllegalStateException e) {
        if (attempt == STARTS) {
          throw e;
        }
      }
    }
  }

  /** From here on this version is what starts. */
  void upgrade() {
    earlier = Optional.empty();
  }

  /** Ends an instance in order; it is missed no more. */
  public void dismissApp(String name) {
    urls.remove(name);
    processes.remove(name).close();
  }

  public void startWorker() throws IOException {
    launch(WORKER, ExplainerWorker.class, Map.of("METRICS_PORT", "0"), "512m");
    awaitWorker();
  }

  private void launchApp(String name) throws IOException {
    Map<String, String> own = new HashMap<>();
    own.put("STATE_DIR", state(name).toString());
    own.put("AUDIT_DIR", audit().toString());
    own.put("AUDIT_KEYS", dir.resolve("audit-keys").toString());
    own.put("HTTP_PORT", "0");
    own.put("INSTANCE_ID", stableIds ? name : "");
    launch(name, StreamApp.class, own, "256m");
  }

  private void launch(String name, Class<?> main, Map<String, String> own, String memory)
      throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(own);
    earlier.ifPresent(classPath -> all.put("CLASSPATH", classPath));
    all.put("REPLICATION_FACTOR", Integer.toString(proxies.size()));
    all.put(
        "KAFKA_BOOTSTRAP_SERVERS",
        proxies.stream().map(p -> "127.0.0.1:" + p.port()).collect(Collectors.joining(",")));
    processes.put(name, JavaProcess.start(main, all, memory, log(name)));
  }

  private void awaitApp(String name) throws IOException {
    urls.put(name, processes.get(name).awaitLine("listening on ") + "/metrics");
  }

  private void awaitWorker() throws IOException {
    String port = processes.get(WORKER).awaitLine("explaining, metrics on port ");
    urls.put(WORKER, "http://127.0.0.1:%s/metrics".formatted(port));
  }

  @Override
  public void close() {
    network(Proxy::heal);
    traffic.ifPresent(Traffic::close);
    processes.values().forEach(JavaProcess::resume);
    processes.values().forEach(JavaProcess::close);
    kafka.close();
    network(Proxy::close);
  }
}
