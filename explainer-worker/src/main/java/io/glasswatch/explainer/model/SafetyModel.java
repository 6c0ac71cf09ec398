package io.glasswatch.explainer.model;

import static io.glasswatch.onnx.AttentionOutput.RELEVANCE;
import static io.glasswatch.onnx.AttentionOutput.ROLLOUT;
import static io.glasswatch.onnx.PooledHead.LOGITS_OUTPUT;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.onnx.Description;
import io.glasswatch.onnx.Extra;
import io.glasswatch.onnx.OnnxAutodiff;
import io.glasswatch.onnx.PathMode;
import io.glasswatch.onnx.PooledHead;
import io.glasswatch.onnx.PooledHead.Activation;
import io.glasswatch.onnx.PooledHead.Dense;
import io.glasswatch.onnx.Prepared;
import io.glasswatch.onnx.Readout;
import io.glasswatch.onnx.Target;
import io.glasswatch.onnx.TransformRequest;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The default safety classifier: MiniLM, masked mean pooling and the safety head as one graph.
 *
 * <p>It is opened twice, as it is for scoring and with its gradient for explaining, so that scoring
 * many windows costs no gradient. Safe for use by several threads.
 */
public final class SafetyModel implements AutoCloseable {

  /** The name under which answers state it. */
  public static final String NAME = "minilm-safety";

  private static final int BATCH_TOKENS = 2048;

  /** The id of {@code [MASK]} in the encoder's vocabulary. */
  private static final int MASK_TOKEN = 103;

  private static final String TARGET_CLASS = "target_class";
  private static final String PATH_ALPHA = "path_alpha";
  private static final String PATH_BASELINE = "path_baseline";

  private final SafetyHead head;
  private final OnnxGraph scoring;
  private final OnnxGraph explaining;
  private final Description names;
  private final float[] baseline;
  private final ExplainerModel identity;
  private final LengthBatches batches = new LengthBatches(BATCH_TOKENS);

  private SafetyModel(
      SafetyHead head, byte[] classifier, Prepared prepared, ExplainerModel identity, int threads) {
    this.head = head;
    this.identity = identity;
    names = prepared.description();
    baseline = embedding(prepared, MASK_TOKEN);
    scoring = new OnnxGraph(classifier, threads);
    explaining = new OnnxGraph(prepared.toBytes(), threads);
  }

  /**
   * Prepares and opens the model that is shipped.
   *
   * @param threads CPU threads of one run, at least 1
   */
  public static SafetyModel open(int threads) {
    return open(SafetyHead.read(SafetyHead.shippedFile()), threads);
  }

  /** Prepares and opens the shipped encoder under {@code head}. */
  public static SafetyModel open(SafetyHead head, int threads) {
    return open(MiniLm.onnx(), head, threads);
  }

  /** Prepares and opens {@code encoder}, an export with MiniLM's inputs, under {@code head}. */
  static SafetyModel open(byte[] encoder, SafetyHead head, int threads) {
    byte[] headFile = head.toFile();
    byte[] classifier = pooled(head).appendTo(encoder);
    Prepared prepared =
        OnnxAutodiff.prepare(
            classifier,
            TransformRequest.of(Target.CLASS)
                .reading(LOGITS_OUTPUT)
                .without(Extra.EMBEDDING_GRADIENT)
                .with(Extra.GRADIENT_TIMES_INPUT)
                .withAttention(ROLLOUT, RELEVANCE)
                .withPath(PathMode.INTERPOLATE)
                .withReadout(Readout.MEAN));
    ExplainerModel identity =
        new ExplainerModel(
            NAME,
            Sha256.of(encoder, headFile),
            Sha256.of(MiniLm.tokenizerJson()),
            Sha256.of(head.thresholds().toString()),
            "cpu");
    return new SafetyModel(head, classifier, prepared, identity, threads);
  }

  private static PooledHead pooled(SafetyHead head) {
    int outputs = head.b2().length;
    return PooledHead.of(
        Dense.of(rows(head.w1(), head.inputs(), head.hidden()), head.b1(), Activation.TANH),
        Dense.of(rows(head.w2(), head.hidden(), outputs), head.b2(), Activation.NONE));
  }

  private static float[][] rows(float[] flat, int rows, int columns) {
    float[][] matrix = new float[rows][];
    for (int row = 0; row < rows; row++) {
      matrix[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
    }
    return matrix;
  }

  /** Returns the embedding of one token, shape [hidden]. */
  private static float[] embedding(Prepared prepared, int token) {
    TensorProto table =
        prepared
            .model()
            .graph()
            .initializers()
            .get(prepared.description().embedding().weight())
            .proto();
    float[] row = new float[MiniLm.HIDDEN];
    table
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(token * row.length, row);
    return row;
  }

  /** Returns the id of the token that stands for no information. */
  public long mask() {
    return MASK_TOKEN;
  }

  /** Returns exactly which model this is. */
  public ExplainerModel identity() {
    return identity;
  }

  /** Returns the probability from which on each category counts as found. */
  public Map<Category, Double> thresholds() {
    return head.thresholds();
  }

  /**
   * Returns the logits of each window.
   *
   * @param windows framed token ids, in any number and of any length the encoder reads
   * @return shape [windows][categories], in the windows' order
   */
  public List<double[]> logits(List<long[]> windows) {
    return batches.map(windows, indexes -> logitsOf(pick(windows, indexes)));
  }

  private List<double[]> logitsOf(PaddedBatch batch) {
    try (Feeds feeds = batch.feeds(scoring)) {
      float[] all = scoring.run(feeds, Set.of(LOGITS_OUTPUT)).get(LOGITS_OUTPUT);
      int categories = Category.values().length;
      List<double[]> logits = new ArrayList<>();
      for (int row = 0; row < batch.rows(); row++) {
        double[] one = new double[categories];
        for (int c = 0; c < categories; c++) {
          one[c] = all[row * categories + c];
        }
        logits.add(one);
      }
      return logits;
    }
  }

  /**
   * Returns the gradient graph's reading of each window. Costs about two forward passes a window.
   *
   * @param windows framed token ids
   * @param targets the category to differentiate in each window
   */
  public List<Reading> readings(List<long[]> windows, List<Category> targets) {
    return batches.map(
        windows,
        indexes -> readingsOf(pick(windows, indexes), indexes.stream().map(targets::get).toList()));
  }

  private List<Reading> readingsOf(PaddedBatch batch, List<Category> targets) {
    String gradient = names.gradientTimesInputOutput().orElseThrow();
    String rollout = names.rolloutOutput().orElseThrow();
    String relevance = names.relevanceOutput().orElseThrow();
    double[] ends = new double[batch.rows()];
    Arrays.fill(ends, 1);
    try (Feeds feeds = path(batch, targets, ends, new float[MiniLm.HIDDEN])) {
      Map<String, float[]> values =
          explaining.run(feeds, Set.of(names.targetOutput(), gradient, rollout, relevance));
      List<Reading> readings = new ArrayList<>();
      for (int row = 0; row < batch.rows(); row++) {
        readings.add(
            new Reading(
                values.get(names.targetOutput())[row],
                batch.tokens(values.get(gradient), row),
                batch.tokens(values.get(rollout), row),
                batch.tokens(values.get(relevance), row)));
      }
      return readings;
    }
  }

  /**
   * Returns the gradient at points between "no information" and each window, where the embedding of
   * the mask token at every position stands for no information. Costs about two forward passes a
   * point.
   *
   * @param windows framed token ids, one row a point
   * @param targets the category to differentiate, one a point
   * @param alphas how far each point is from the baseline (0) to the window (1)
   */
  public List<PathPoint> points(List<long[]> windows, List<Category> targets, double[] alphas) {
    return batches.map(
        windows,
        indexes ->
            pointsOf(
                pick(windows, indexes),
                indexes.stream().map(targets::get).toList(),
                indexes.stream().mapToDouble(i -> alphas[i]).toArray()));
  }

  private List<PathPoint> pointsOf(PaddedBatch batch, List<Category> targets, double[] alphas) {
    String gradient = names.gradientTimesInputOutput().orElseThrow();
    try (Feeds feeds = path(batch, targets, alphas, baseline)) {
      Map<String, float[]> values = explaining.run(feeds, Set.of(names.targetOutput(), gradient));
      List<PathPoint> points = new ArrayList<>();
      for (int row = 0; row < batch.rows(); row++) {
        points.add(
            new PathPoint(
                values.get(names.targetOutput())[row], batch.tokens(values.get(gradient), row)));
      }
      return points;
    }
  }

  private Feeds path(PaddedBatch batch, List<Category> targets, double[] alphas, float[] from) {
    float[] points = new float[alphas.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) alphas[i];
    }
    return batch
        .feeds(explaining)
        .with(TARGET_CLASS, targets.stream().mapToLong(Category::output).toArray(), batch.rows())
        .with(PATH_ALPHA, points, batch.rows())
        .with(PATH_BASELINE, from, from.length);
  }

  private static PaddedBatch pick(List<long[]> windows, List<Integer> indexes) {
    return new PaddedBatch(indexes.stream().map(windows::get).toList());
  }

  @Override
  public void close() {
    scoring.close();
    explaining.close();
  }
}
