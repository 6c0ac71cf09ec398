package io.glasswatch.explainer;

import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.explainer.attribute.AttentionViews;
import io.glasswatch.explainer.attribute.Methods;
import io.glasswatch.explainer.model.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;

/** Everything an explainer worker can be told; {@link #SETTINGS} says what each part means. */
public record WorkerConfig(
    KafkaConnection kafka,
    String group,
    Optional<Path> model,
    Duration modelCheck,
    List<String> methods,
    boolean stability,
    String device,
    int attentionTokens,
    int threads,
    int queueCapacity,
    int batchRequests,
    int batchCharacters,
    String metricsHost,
    int metricsPort) {

  /** The configuration file's section of these settings. */
  public static final String SECTION = "explainer-worker";

  /** A GPU if there is one. */
  static final String ANY_DEVICE = "auto";

  private static final Setting<String> GROUP =
      Setting.text(
          "EXPLAINER_GROUP", Topics.EXPLAINER_GROUP, "the consumer group that shares the requests");

  private static final Setting<List<String>> METHODS =
      Setting.of(
          "EXPLAIN_METHODS",
          String.join(",", Methods.DEFAULT),
          "of " + String.join(", ", Methods.ids()),
          "attribution methods, with commas; what some may spend stands behind a colon, as in"
              + " integrated-gradients:32",
          WorkerConfig::methods);

  private static final Setting<Boolean> STABILITY =
      Setting.flag(
          "EXPLAIN_STABILITY",
          false,
          "whether each explanation is stored with its stability; doubles its cost");

  private static final Setting<Integer> ATTENTION_TOKENS =
      Setting.integer(
          "ATTENTION_TOKENS",
          24,
          0,
          AttentionViews.MOST_TOKENS,
          "tokens of a flagged interaction that its case page shows with their attention by layer"
              + " and head; 0 stores none");

  private static final Setting<Optional<Path>> MODEL_DIR =
      Setting.of(
          "MODEL_DIR",
          "",
          "a folder with model.onnx and tokenizer.json",
          "the model that explains; the shipped one if it is empty",
          folder -> folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder)));

  private static final Setting<Duration> MODEL_CHECK =
      Setting.duration(
          "MODEL_CHECK",
          "PT10S",
          Duration.ZERO,
          "how often the model folder is looked at; a changed one takes over; zero never looks");

  private static final Setting<String> DEVICE =
      Setting.of(
          "DEVICE",
          ANY_DEVICE,
          ANY_DEVICE + ", cpu, cuda, cuda:N",
          "where the model computes; auto takes the first GPU if this build and the machine have"
              + " one, and else the CPU",
          WorkerConfig::device);

  private static final Setting<Integer> MODEL_THREADS =
      Setting.integer(
          "MODEL_THREADS", 1, 1, 64, "CPU threads: so many runs of the model side by side");

  private static final Setting<Integer> QUEUE_CAPACITY =
      Setting.integer("QUEUE_CAPACITY", 256, 1, 100_000, "requests held before reading pauses");

  private static final Setting<Integer> BATCH_REQUESTS =
      Setting.integer("BATCH_REQUESTS", 16, 1, 1024, "the most requests of a batch");

  private static final Setting<Integer> BATCH_CHARACTERS =
      Setting.integer(
          "BATCH_CHARACTERS",
          16_000,
          1,
          Integer.MAX_VALUE,
          "the most characters of a batch of several requests");

  private static final Setting<String> METRICS_HOST =
      Setting.text("METRICS_HOST", "127.0.0.1", "where metrics are served");

  private static final Setting<Integer> METRICS_PORT =
      Setting.integer(
          "METRICS_PORT", 9464, -1, 65535, "of the metrics; -1 serves none, 0 takes a free port");

  /** Every setting of the worker. */
  public static final List<Setting<?>> SETTINGS =
      List.of(
          GROUP,
          MODEL_DIR,
          MODEL_CHECK,
          METHODS,
          STABILITY,
          DEVICE,
          ATTENTION_TOKENS,
          MODEL_THREADS,
          QUEUE_CAPACITY,
          BATCH_REQUESTS,
          BATCH_CHARACTERS,
          METRICS_HOST,
          METRICS_PORT);

  public WorkerConfig {
    methods = List.copyOf(methods);
  }

  /**
   * Reads the settings from the environment and the configuration file that it names.
   *
   * @throws IllegalArgumentException listing everything that is wrong with them
   */
  public static WorkerConfig from(Map<String, String> env) {
    return Settings.read(
        env,
        Map.of(KafkaConnection.SECTION, KafkaConnection.SETTINGS, SECTION, SETTINGS),
        WorkerConfig::from);
  }

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static WorkerConfig from(Settings settings) {
    return new WorkerConfig(
        KafkaConnection.from(settings),
        settings.get(GROUP),
        settings.get(MODEL_DIR),
        settings.get(MODEL_CHECK),
        settings.get(METHODS),
        settings.get(STABILITY),
        settings.get(DEVICE),
        settings.get(ATTENTION_TOKENS),
        settings.get(MODEL_THREADS),
        settings.get(QUEUE_CAPACITY),
        settings.get(BATCH_REQUESTS),
        settings.get(BATCH_CHARACTERS),
        settings.get(METRICS_HOST),
        settings.get(METRICS_PORT));
  }

  /** Returns what the worker must be allowed to do in a Kafka with access control. */
  public List<Right> rights() {
    return List.of(
        Right.topic(AclOperation.READ, Topics.EXPLANATION_REQUESTS),
        Right.group(AclOperation.READ, group),
        Right.topic(AclOperation.WRITE, Topics.EXPLANATIONS));
  }

  private static List<String> methods(String list) {
    List<String> ids = Arrays.stream(list.split(",")).map(String::strip).toList();
    Methods.of(ids);
    return ids;
  }

  private static String device(String id) {
    return id.equals(ANY_DEVICE) ? id : Device.of(id, 1).id();
  }
}
