package io.glasswatch.explainer.model;

import static io.glasswatch.onnx.PooledHead.EMBEDDING_OUTPUT;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.explainer.model.ModelSettings.Task;
import io.glasswatch.explainer.tokenize.Tokenizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A classifier or a language model that can be asked for a number F of a text, and for what made it
 * so. Safe for use by several threads.
 *
 * <p>It is opened as it is for F alone, and in {@link View}s of the gradient graph when they are
 * first needed. Where an input has something it is compared with, differences are returned.
 */
public final class TextModel implements AutoCloseable {

  /**
   * Of one run. A gradient keeps what every layer computed: about half a megabyte a token of
   * MiniLM. From some 80 tokens on, a token costs the same on a CPU however many run together.
   */
  private static final int BATCH_TOKENS = 256;

  private final ModelSettings settings;
  private final ExplainerModel identity;
  private final Tokenizer tokenizer;
  private final OnnxGraph scoring;
  private final String output;
  private final Set<String> outputs;
  private final Optional<Directions> directions;
  private final Views views;
  private final long mask;
  private final Lanes lanes;
  private final LengthBatches batches;
  private final Work work = new Work();

  private TextModel(ModelSource source, Device device) {
    identity = source.identity();
    tokenizer = Tokenizer.read(source.tokenizerJson());
    mask = tokenizer.mask(source.settings().maskToken());
    scoring = new OnnxGraph(source.onnx(), device);
    boolean speaks = source.settings().task() == Task.LANGUAGE_MODEL;
    output = scoring.output(source.settings().output());
    outputs = new HashSet<>(Set.of(output));
    if (!speaks && scoring.writesVectors(EMBEDDING_OUTPUT)) {
      outputs.add(EMBEDDING_OUTPUT);
    }
    views = new Views(source, device);
    lanes = new Lanes(device.lanes());
    batches = new LengthBatches(BATCH_TOKENS, scoring.ignoresPadding(), lanes);
    Optional<Scored> first = speaks ? Optional.empty() : Optional.of(first());
    settings = first.map(any -> labelled(source.settings(), any)).orElse(source.settings());
    directions =
        first.flatMap(Scored::embedding).map(any -> Directions.of(settings.name(), any.length));
  }

  /** Opens a model on {@code threads} CPU threads, at least 1. */
  public static TextModel open(ModelSource source, int threads) {
    return open(source, Device.cpu(threads));
  }

  /**
   * Opens a model on a device.
   *
   * @throws IllegalStateException if it cannot be opened there
   */
  public static TextModel open(ModelSource source, Device device) {
    return new TextModel(source, device);
  }

  /** Returns what a classifier makes of a text, whatever it is. */
  private Scored first() {
    return scored(List.of(tokenizer.framed(tokenizer.tokens("a").ids()))).get(0);
  }

  /** Names the outputs of a classifier whose settings do not. */
  private static ModelSettings labelled(ModelSettings given, Scored any) {
    int outputs = any.logits().length;
    List<Label> labels =
        given.labels().isEmpty()
            ? IntStream.range(0, outputs)
                .mapToObj(i -> new Label("LABEL_" + i, i, 0.5, true, true))
                .toList()
            : given.labels();
    if (labels.size() != outputs) {
      throw new IllegalArgumentException(
          "%s names %d labels, but the model has %d outputs"
              .formatted(given.name(), labels.size(), outputs));
    }
    return given.withLabels(labels);
  }

  /** Returns what is known of the model, its labels included. */
  public ModelSettings settings() {
    return settings;
  }

  /** Returns exactly which model this is. */
  public ExplainerModel identity() {
    return identity;
  }

  /** Returns the model's tokenizer, which it closes. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the id of the token that stands for no information. */
  public long mask() {
    return mask;
  }

  /** Returns what has been done so far. */
  public Work work() {
    return work;
  }

  /** Returns why the model does not have this view; empty if it has. */
  public Optional<String> missing(View view) {
    return views.missing(view);
  }

  /**
   * Returns a classifier's logits of each text.
   *
   * @param texts framed token ids, in any number and of any length the model reads
   * @return shape [texts][outputs], in the texts' order
   */
  public List<double[]> logits(List<long[]> texts) {
    return scored(texts).stream().map(Scored::logits).toList();
  }

  /** Returns what a classifier makes of each text; as {@link #logits}. */
  public List<Scored> scored(List<long[]> texts) {
    return batches.map(
        texts, indexes -> scored(new PaddedBatch(indexes.stream().map(texts::get).toList())));
  }

  private List<Scored> scored(PaddedBatch batch) {
    work.forwards(batch.rows());
    Map<String, float[]> values = run(batch);
    float[] logits = values.get(output);
    int outputs = logits.length / batch.rows();
    Optional<float[]> embeddings = Optional.ofNullable(values.get(EMBEDDING_OUTPUT));
    return IntStream.range(0, batch.rows())
        .mapToObj(
            row ->
                new Scored(
                    doubles(logits, row * outputs, outputs),
                    embeddings.map(all -> row(all, row, all.length / batch.rows()))))
        .toList();
  }

  private static float[] row(float[] all, int row, int width) {
    return Arrays.copyOfRange(all, row * width, (row + 1) * width);
  }

  private Map<String, float[]> run(PaddedBatch batch) {
    try (Feeds feeds = batch.feeds(scoring)) {
      return scoring.run(feeds, outputs);
    }
  }

  /**
   * Returns where texts lie, along the directions of this model.
   *
   * @param windows what the model made of a text's windows
   * @return empty if there are none, or if the model shows no embedding
   */
  public Optional<List<Double>> coordinates(List<Scored> windows) {
    List<float[]> shown = windows.stream().flatMap(w -> w.embedding().stream()).toList();
    return directions.filter(d -> !shown.isEmpty()).map(d -> d.coordinates(shown));
  }

  /** Returns F of each input. Costs one forward pass an input. */
  public double[] values(List<Input> inputs) {
    return Compared.values(inputs, this::plainValues);
  }

  private List<Double> plainValues(List<Input> inputs) {
    if (settings.task() == Task.CLASSIFICATION) {
      List<double[]> logits = logits(inputs.stream().map(Input::ids).toList());
      return IntStream.range(0, inputs.size())
          .mapToObj(i -> weighted(logits.get(i), inputs.get(i).weights()))
          .toList();
    }
    return batches.padded(
        inputs,
        (batch, some) -> {
          work.forwards(batch.rows());
          LogProbabilities said =
              new LogProbabilities(run(batch).get(output), batch.rows(), batch.width());
          return IntStream.range(0, batch.rows())
              .mapToObj(row -> said.of(some.get(row), row))
              .toList();
        });
  }

  private static double weighted(double[] logits, float[] weights) {
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      sum += weights[c] == 0 ? 0 : weights[c] * logits[c];
    }
    return sum;
  }

  /**
   * Returns the gradient graph's reading of each input. Costs about two forward passes an input. Of
   * inputs that are compared, attention is that of the first.
   */
  public List<Reading> readings(List<Input> inputs) {
    ViewRuns runs = runs(missing(View.READING).isEmpty() ? View.READING : View.GRADIENT);
    return Compared.over(
        inputs,
        runs::readings,
        (a, b) ->
            new Reading(
                a.value() - b.value(),
                Compared.minus(a.gradientTimesInput(), b.gradientTimesInput()),
                a.rollout(),
                a.relevance()));
  }

  /**
   * Returns the gradient at points between "no information" and each input, where the embedding of
   * the mask token in the place of every explained token stands for no information. Costs about two
   * forward passes a point.
   *
   * @param inputs one row a point
   * @param alphas how far each point is from the baseline (0) to the input (1)
   */
  public List<PathPoint> points(List<Input> inputs, double[] alphas) {
    double[] all = Compared.alike(inputs, alphas);
    return Compared.over(
        inputs,
        both -> pathRuns().points(both, all, mask),
        (a, b) ->
            new PathPoint(
                a.value() - b.value(),
                Compared.minus(a.gradientTimesDifference(), b.gradientTimesDifference())));
  }

  /**
   * Returns the gradient of F by the embeddings, each input at its own plus {@code noise}.
   *
   * @param noise what is added, one an input, shape [tokens][width]; a row of none adds nothing
   * @return for each input, shape [tokens][width]
   */
  public List<float[][]> gradients(List<Input> inputs, Function<Integer, float[][]> noise) {
    return Compared.over(
        inputs, both -> pathRuns().gradients(both, noise), (a, b) -> Compared.minus(a, b));
  }

  /** Returns the embedding of one token; shape [width]. */
  public float[] embedding(long token) {
    return views.get(View.PATH).embeddings().row(token);
  }

  /** Returns how many tokens the model knows. */
  public int vocabulary() {
    return views.get(View.PATH).embeddings().tokens();
  }

  /**
   * Returns DeepLIFT's contributions, one a token: they add up to F less F of the text with all
   * explained tokens masked. Costs about four forward passes an input.
   */
  public List<double[]> rescaled(List<Input> inputs) {
    return Compared.over(
        inputs, both -> runs(View.RESCALE).rescaled(both, mask), (a, b) -> Compared.minus(a, b));
  }

  /**
   * Returns the attention of every head while the model reads each input. Costs about two forward
   * passes an input.
   *
   * @return shape [layers][heads][query][key] for each input
   */
  public List<float[][][][]> attention(List<Input> inputs) {
    return runs(View.READING).attention(inputs);
  }

  /** Returns what goes on inside the model while it reads each input, compared with nothing. */
  public List<Inside> inside(List<Input> inputs) {
    return runs(View.INSIDE).inside(inputs);
  }

  /**
   * Returns F of each input with one head switched off. Costs one forward pass an input.
   *
   * @param head its layer and its place in the layer, from 0
   */
  public double[] without(List<Input> inputs, int[] head) {
    ViewRuns runs = runs(View.GATES);
    return Compared.values(inputs, both -> runs.without(both, head));
  }

  private ViewRuns runs(View view) {
    return new ViewRuns(views.get(view), batches, work);
  }

  private PathRuns pathRuns() {
    return new PathRuns(views.get(View.PATH), batches, work);
  }

  private static double[] doubles(float[] values, int from, int count) {
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }

  @Override
  public void close() {
    lanes.close();
    scoring.close();
    views.close();
    tokenizer.close();
  }
}
