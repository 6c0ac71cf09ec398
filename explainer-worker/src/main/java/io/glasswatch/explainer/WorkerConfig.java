package io.glasswatch.explainer;

import io.glasswatch.contract.Settings;
import io.glasswatch.contract.Topics;
import io.glasswatch.explainer.attribute.Methods;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything an explainer worker can be told, read from the environment.
 *
 * @param bootstrapServers {@code KAFKA_BOOTSTRAP_SERVERS}: where Kafka is, required
 * @param group {@code EXPLAINER_GROUP}: the consumer group that shares the requests, default {@link
 *     Topics#EXPLAINER_GROUP}
 * @param methods {@code EXPLAIN_METHODS}: attribution methods by id, separated by commas, default
 *     {@link Methods#DEFAULT}
 * @param threads {@code MODEL_THREADS}: CPU threads of one run of the model, 1 to 64, default 1
 * @param queueCapacity {@code QUEUE_CAPACITY}: requests held before reading pauses, 1 to 100000,
 *     default 256
 * @param batchRequests {@code BATCH_REQUESTS}: the most requests of a batch, 1 to 1024, default 16
 * @param batchCharacters {@code BATCH_CHARACTERS}: the most characters of a batch of several
 *     requests, at least 1, default 16000
 * @param metricsHost {@code METRICS_HOST}: where metrics are served, default {@code 127.0.0.1}
 * @param metricsPort {@code METRICS_PORT}: -1 serves none, 0 takes a free port, default 9464
 */
public record WorkerConfig(
    String bootstrapServers,
    String group,
    List<String> methods,
    int threads,
    int queueCapacity,
    int batchRequests,
    int batchCharacters,
    String metricsHost,
    int metricsPort) {

  public WorkerConfig {
    methods = List.copyOf(methods);
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException listing everything that is wrong with them
   */
  public static WorkerConfig from(Map<String, String> env) {
    Settings settings = new Settings(env);
    WorkerConfig config =
        new WorkerConfig(
            settings.required("KAFKA_BOOTSTRAP_SERVERS", s -> s, "missing"),
            settings.optional("EXPLAINER_GROUP", s -> s, Topics.EXPLAINER_GROUP),
            settings.optional("EXPLAIN_METHODS", WorkerConfig::methods, Methods.DEFAULT),
            settings.optional("MODEL_THREADS", Integer::valueOf, 1),
            settings.optional("QUEUE_CAPACITY", Integer::valueOf, 256),
            settings.optional("BATCH_REQUESTS", Integer::valueOf, 16),
            settings.optional("BATCH_CHARACTERS", Integer::valueOf, 16_000),
            settings.optional("METRICS_HOST", s -> s, "127.0.0.1"),
            settings.optional("METRICS_PORT", Integer::valueOf, 9464));
    within(settings, "MODEL_THREADS", config.threads, 1, 64);
    within(settings, "QUEUE_CAPACITY", config.queueCapacity, 1, 100_000);
    within(settings, "BATCH_REQUESTS", config.batchRequests, 1, 1024);
    within(settings, "BATCH_CHARACTERS", config.batchCharacters, 1, Integer.MAX_VALUE);
    within(settings, "METRICS_PORT", config.metricsPort, -1, 65535);
    settings.failOnProblems();
    return config;
  }

  private static void within(Settings settings, String name, int value, int low, int high) {
    settings.check(
        value >= low && value <= high, "%s must be %d to %d, but was %d", name, low, high, value);
  }

  private static List<String> methods(String list) {
    List<String> ids = Arrays.stream(list.split(",")).map(String::strip).toList();
    Methods.of(ids);
    return ids;
  }
}
