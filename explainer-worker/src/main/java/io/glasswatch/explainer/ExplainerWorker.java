package io.glasswatch.explainer;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.MissingRights;
import io.glasswatch.explainer.answer.AnswerWriter;
import io.glasswatch.explainer.answer.Answerer;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.attribute.Question;
import io.glasswatch.explainer.intake.Intake;
import io.glasswatch.explainer.intake.OffsetLedger;
import io.glasswatch.explainer.intake.Pending;
import io.glasswatch.explainer.intake.RequestQueue;
import io.glasswatch.explainer.metrics.MetricsServer;
import io.glasswatch.explainer.metrics.WorkerMetrics;
import io.glasswatch.explainer.model.Device;
import io.glasswatch.explainer.model.ModelFolder;
import io.glasswatch.explainer.model.ModelSource;
import io.glasswatch.explainer.model.SafetyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running explainer worker: requests in, answers out, at least once each.
 *
 * <p>Two threads: one reads and commits ({@link Intake}), one explains and writes. Offsets are
 * committed only after the answers below them are acknowledged.
 */
public final class ExplainerWorker implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ExplainerWorker.class);
  private static final long WAIT_MILLIS = 200;
  private static final int LARGEST_ANSWER = 8 * 1024 * 1024;
  private static final long PATIENCE_MILLIS = 30_000;

  private final WorkerConfig config;
  private final WorkerMetrics metrics = new WorkerMetrics();
  private final LiveExplainer explainer;
  private final RequestQueue queue;
  private final Intake intake;
  private final AnswerWriter writer;
  private final Answerer answerer;
  private final Optional<MetricsServer> server;
  private final Thread reading;
  private final Thread explaining;
  private volatile boolean running = true;
  private volatile boolean closing;

  private ExplainerWorker(WorkerConfig config) {
    this.config = config;
    explainer = new LiveExplainer(this::open, config.model(), config.modelCheck(), new Swaps());
    tellMethods(explainer.current());
    queue = new RequestQueue(config.queueCapacity());
    OffsetLedger ledger = new OffsetLedger();
    intake = new Intake(consumer(config), queue, ledger, metrics);
    writer = new AnswerWriter(producer(config), ledger, metrics, explainer::work);
    answerer = new Answerer(this::explain, Clock.systemUTC());
    server =
        config.metricsPort() < 0
            ? Optional.empty()
            : Optional.of(new MetricsServer(config.metricsHost(), config.metricsPort(), metrics));
    reading = new Thread(this::readUntilStopped, "intake");
    explaining = new Thread(this::explainUntilStopped, "explain");
  }

  private Explainer open() {
    int threads = config.threads();
    if (!config.device().equals(WorkerConfig.ANY_DEVICE)) {
      return openOn(Device.of(config.device(), threads));
    }
    if (Device.gpuBuild()) {
      try {
        return openOn(Device.of("cuda", threads));
      } catch (IllegalStateException e) {
        metrics.deviceFallback();
        LOGGER.atWarn().addKeyValue("why", e.getMessage()).log("no GPU can be used; the CPU is");
      }
    }
    return openOn(Device.cpu(threads));
  }

  private Explainer openOn(Device device) {
    try {
      Optional<Path> folder = config.model();
      ModelSource source =
          folder.isPresent() ? ModelFolder.read(folder.get()) : SafetyModel.source();
      boolean untold = folder.isPresent() && config.methods().equals(Methods.DEFAULT);
      Explainer opened = Explainer.open(source, untold ? List.of() : config.methods(), device);
      metrics.device(device.id());
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is told when the model folder has changed. */
  private final class Swaps implements LiveExplainer.Changes {

    @Override
    public void taken(Explainer next) {
      metrics.modelSwap(WorkerMetrics.SWAP_TAKEN);
      tellMethods(next);
      LOGGER
          .atInfo()
          .addKeyValue("model", next.model().identity().name())
          .addKeyValue("hash", next.model().identity().modelHash())
          .log("the changed model folder has taken over");
    }

    @Override
    public void refused(RuntimeException why) {
      metrics.modelSwap(WorkerMetrics.SWAP_REFUSED);
      LOGGER
          .atError()
          .addKeyValue("why", why.getMessage())
          .log("the changed model folder cannot be opened; the model before goes on");
    }
  }

  private void tellMethods(Explainer opened) {
    metrics.methods(opened.methods(), opened.unavailable().keySet());
    opened.unavailable().forEach(ExplainerWorker::warn);
  }

  private static void warn(String method, String why) {
    LOGGER
        .atWarn()
        .addKeyValue("method", method)
        .addKeyValue("why", why)
        .log("the model cannot be explained by this method");
  }

  /**
   * Starts a worker and returns once its model is ready and it reads.
   *
   * @throws IllegalStateException if Kafka does not answer, or does not allow what a worker does
   */
  public static ExplainerWorker start(WorkerConfig config) {
    checkRights(config);
    ExplainerWorker worker = new ExplainerWorker(config);
    LOGGER
        .atInfo()
        .addKeyValue("group", config.group())
        .addKeyValue("methods", worker.explainer.current().methods())
        .addKeyValue("model", worker.explainer.current().model().identity().name())
        .log("worker starts");
    worker.reading.start();
    worker.explaining.start();
    return worker;
  }

  /** Returns where {@code /metrics} is served; empty if it is not. */
  public OptionalInt metricsPort() {
    return server.map(s -> OptionalInt.of(s.port())).orElse(OptionalInt.empty());
  }

  /** Tells whether both threads still work. */
  public boolean healthy() {
    return reading.isAlive() && explaining.isAlive();
  }

  /** A worker that no longer reads explains no more, so that another one takes over. */
  private void readUntilStopped() {
    try {
      intake.run();
    } finally {
      running = false;
    }
  }

  private void explainUntilStopped() {
    try {
      while (running) {
        List<Pending> batch =
            queue.take(config.batchCharacters(), config.batchRequests(), WAIT_MILLIS);
        if (!batch.isEmpty()) {
          metrics.batch(batch.size());
          answerer.answer(batch, writer::write);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writer.flush();
      if (running) {
        intake.stop();
      }
    }
  }

  private List<Explanation> explain(List<Pending> batch) {
    return explainer
        .current()
        .explain(
            batch.stream()
                .map(
                    pending ->
                        Question.of(
                            pending.request().interaction(),
                            pending.request().assessment().findings()))
                .toList(),
            new Explainer.Extras(config.stability(), config.attentionTokens()));
  }

  /** Finishes the batch under way, commits what is answered, and gives the partitions away. */
  @Override
  public void close() {
    closing = true;
    intake.stopReading();
    running = false;
    await(explaining);
    intake.stop();
    await(reading);
    writer.close();
    server.ifPresent(MetricsServer::close);
    explainer.close();
    LOGGER.atInfo().log("worker stopped");
  }

  private static void checkRights(WorkerConfig config) {
    try (Admin admin = Admin.create(config.kafka().with(Map.of()))) {
      MissingRights.check(admin, config.rights());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Kafka at %s does not answer".formatted(config.kafka().bootstrapServers()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka for rights", e);
    }
  }

  private static void await(Thread thread) {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Consumer<byte[], byte[]> consumer(WorkerConfig config) {
    return new KafkaConsumer<>(
        config
            .kafka()
            .with(
                Map.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    config.group(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    Math.min(64, config.queueCapacity()),
                    ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                    10_000)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static Producer<String, Explanation> producer(WorkerConfig config) {
    return new KafkaProducer<>(
        config
            .kafka()
            .with(
                Map.of(
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    true,
                    ProducerConfig.LINGER_MS_CONFIG,
                    5,
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    LARGEST_ANSWER,
                    ProducerConfig.COMPRESSION_TYPE_CONFIG,
                    "lz4")),
        Topics.EXPLANATIONS.keys().serializer(),
        Topics.EXPLANATIONS.values().serializer());
  }

  /** Runs a worker until the process is told to end; settings come from the environment. */
  public static void main(String[] args) throws InterruptedException {
    WorkerConfig config;
    try {
      config = WorkerConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    ExplainerWorker worker = start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "shutdown"));
    System.out.println(
        "explaining"
            + worker.server.map(metrics -> ", metrics on port " + metrics.port()).orElse(""));
    worker.explaining.join();
    if (!worker.closing) {
      LOGGER.atError().log("worker ends because one of its threads did");
      System.exit(1);
    }
  }
}
