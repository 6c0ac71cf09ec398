package io.glasswatch.stream;

import io.glasswatch.contract.Topic;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.MissingRights;
import io.glasswatch.contract.access.Right;
import io.glasswatch.stream.audit.Notary;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.rule.RuleBook;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.fault.KeepStreaming;
import io.glasswatch.stream.feed.RuleFeed;
import io.glasswatch.stream.mask.TextGuard;
import io.glasswatch.stream.metrics.StreamMetrics;
import io.glasswatch.stream.sample.Backlog;
import io.glasswatch.stream.serve.DriftBoard;
import io.glasswatch.stream.serve.RuleStatus;
import io.glasswatch.stream.serve.access.Gate;
import io.glasswatch.stream.serve.fleet.Peers;
import io.glasswatch.stream.serve.http.WebServer;
import io.glasswatch.stream.state.DamagedState;
import io.glasswatch.stream.state.SharedRocksDbMemory;
import io.glasswatch.stream.state.TopicCreation;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running stream app: the topology, its metrics and its web server. */
public final class StreamApp implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(StreamApp.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

  private final KafkaStreams streams;
  private final WebServer server;
  private final Backlog backlog;
  private final RuleFeed feed;
  private final ReviewWriter reviews;
  private final Optional<Notary> notary;
  private final CountDownLatch running;

  private StreamApp(
      KafkaStreams streams,
      WebServer server,
      Backlog backlog,
      RuleFeed feed,
      ReviewWriter reviews,
      Optional<Notary> notary,
      CountDownLatch running) {
    this.streams = streams;
    this.server = server;
    this.backlog = backlog;
    this.feed = feed;
    this.reviews = reviews;
    this.notary = notary;
    this.running = running;
  }

  /** Starts the app from the environment and runs it until the process is told to end. */
  public static void main(String[] args) throws InterruptedException {
    StreamSettings settings;
    try {
      settings = StreamSettings.from(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    StreamApp app;
    try {
      app = start(settings);
    } catch (RuntimeException e) {
      LOGGER.error("the stream app cannot start", e);
      System.exit(1);
      return;
    }
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  app.close();
                  ended.countDown();
                },
                "close"));
    System.out.println("listening on " + app.url());
    ended.await();
  }

  /**
   * Starts the app: creates the topics that are missing, serves at once, and processes as soon as
   * the partitions are assigned.
   *
   * @throws IllegalStateException if Kafka cannot be reached or its topics do not fit
   */
  public static StreamApp start(StreamSettings settings) {
    return start(settings, Map.of());
  }

  /**
   * As {@link #start(StreamSettings)}, with properties of Kafka Streams that win over those that
   * ship: to measure what they are worth.
   */
  public static StreamApp start(StreamSettings settings, Map<String, Object> properties) {
    Map<String, Integer> partitions = createTopics(settings);
    CollectorRegistry registry = new CollectorRegistry();
    DefaultExports.register(registry);
    StreamMetrics metrics = new StreamMetrics(registry);
    DriftBoard drift = new DriftBoard();
    StageEvents events = new StageEvents(metrics, drift);
    Backlog backlog = Backlog.of(admin(settings));
    Optional<Auditing> auditing = Auditing.of(settings, events);
    WebServer server =
        WebServer.bind(
            settings.httpHost(),
            settings.httpPort(),
            new Gate(
                settings.httpTokens(),
                InstantSource.system(),
                why -> metrics.httpRefused(why.name().toLowerCase(Locale.ROOT))));
    HostInfo self = new HostInfo(settings.reachableAt(), server.port());
    RuleBook rules = new RuleBook(RuleSet.shipped());
    RuleFeed feed = RuleFeed.start(settings.kafka(), rules, events);
    metrics.stateRemoved(
        DamagedState.remove(settings.stateDirectory().resolve(settings.applicationId())).size());
    Properties running =
        StreamProperties.of(
            settings,
            self.host() + ":" + self.port(),
            KeepStreaming.properties(
                events::rejected, new TextGuard(settings.mask(), rules::current, events)));
    running.putAll(properties);
    KafkaStreams streams =
        new KafkaStreams(
            new MonitoringTopology(
                    settings,
                    events,
                    backlog,
                    rules::current,
                    Learned.shipped(),
                    InstantSource.system())
                .build(auditing.map(Auditing::writer)),
            running);
    metrics.stateMemory(SharedRocksDbMemory::held, settings::rocksDbBytes);
    metrics.lag(new ConsumerLag(streams));
    CountDownLatch started = new CountDownLatch(1);
    streams.setUncaughtExceptionHandler(StreamApp::replaceThread);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            started.countDown();
          }
        });
    ReviewWriter reviews = new ReviewWriter(settings);
    server.serve(
        new StreamRecords(
            streams, settings, partitions, drift, events.audit(), () -> status(rules, feed)),
        new Peers(() -> others(streams, self), settings.httpTokens().peerToken()),
        reviews,
        registry);
    start(streams);
    return new StreamApp(
        streams,
        server,
        backlog,
        feed,
        reviews,
        auditing.map(a -> a.startNotary(settings)),
        started);
  }

  /** Returns the running streams, for whoever measures them. */
  public KafkaStreams streams() {
    return streams;
  }

  /** State that cannot be opened is removed, so that the next start restores it from Kafka. */
  private static void start(KafkaStreams streams) {
    try {
      streams.start();
    } catch (ProcessorStateException e) {
      streams.close();
      streams.cleanUp();
      throw e;
    }
  }

  /** Returns where the pages and metrics are, e.g. {@code http://127.0.0.1:8080}. */
  public String url() {
    return server.url();
  }

  /** Returns the port that the pages and metrics are on. */
  public int port() {
    return server.port();
  }

  /** Waits until records are processed; returns whether that is so within {@code patience}. */
  public boolean awaitRunning(Duration patience) throws InterruptedException {
    return running.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends cleanly: leaves the group, so that a restart need not wait for the session to time out.
   */
  @Override
  public void close() {
    server.close();
    backlog.close();
    feed.close();
    reviews.close();
    streams.close(
        CloseOptions.timeout(CLOSE_PATIENCE)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    notary.ifPresent(Notary::close);
  }

  private static RuleStatus status(RuleBook rules, RuleFeed feed) {
    return new RuleStatus(rules.current().hash(), rules.packs(), feed.lastRefused());
  }

  /** Returns the instances beside {@code self} that Kafka's group knows of. */
  private static Set<String> others(KafkaStreams streams, HostInfo self) {
    if (!streams.state().isRunningOrRebalancing()) {
      return Set.of();
    }
    return streams.metadataForAllStreamsClients().stream()
        .map(StreamsMetadata::hostInfo)
        .filter(host -> !host.equals(self) && !host.equals(HostInfo.unavailable()))
        .map(host -> host.host() + ":" + host.port())
        .collect(Collectors.toSet());
  }

  /** Returns what the app must be allowed to do in a Kafka with access control. */
  public static List<Right> rights(StreamSettings settings) {
    StageEvents uncounted =
        new StageEvents(new StreamMetrics(new CollectorRegistry()), new DriftBoard());
    Topology topology =
        new MonitoringTopology(
                settings,
                uncounted,
                () -> 0,
                RuleSet::standard,
                Learned.shipped(),
                InstantSource.system())
            .build(Auditing.described(settings, uncounted));
    List<Right> rights =
        new ArrayList<>(StreamRights.of(topology, allTopics(), settings.applicationId()));
    if (settings.audit().enabled()) {
      rights.addAll(Notary.rights(settings.applicationId()));
    }
    return rights;
  }

  /** Returns how many partitions each topic has. */
  private static Map<String, Integer> createTopics(StreamSettings settings) {
    try (Admin admin = admin(settings)) {
      MissingRights.check(admin, rights(settings));
      return new TopicCreation(
              admin,
              settings.partitions(),
              settings.replicationFactor(),
              StreamProperties.LARGEST_RECORD)
          .ensure(allTopics(), MonitoringTopology.coPartitioned());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Kafka at %s does not answer".formatted(settings.kafka().bootstrapServers()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while preparing topics", e);
    }
  }

  private static List<Topic<?, ?>> allTopics() {
    return Stream.concat(Topics.ALL.stream(), MonitoringTopology.ownTopics().stream()).toList();
  }

  private static Admin admin(StreamSettings settings) {
    return Admin.create(settings.kafka().with(Map.of()));
  }

  private static StreamThreadExceptionResponse replaceThread(Throwable failure) {
    LOGGER
        .atError()
        .addKeyValue("failure", failure.getClass().getName())
        .log("a stream thread died and is replaced");
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
