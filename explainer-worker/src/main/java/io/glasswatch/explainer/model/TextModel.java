package io.glasswatch.explainer.model;

import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.explainer.model.ModelSettings.Task;
import io.glasswatch.explainer.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
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

  /** A gradient keeps what every layer computed: about half a megabyte a token of MiniLM. */
  private static final int BATCH_TOKENS = 512;

  private static final float[] NONE = new float[0];
  private static final float[] OPEN = {1};

  private final ModelSettings settings;
  private final ExplainerModel identity;
  private final Tokenizer tokenizer;
  private final OnnxGraph scoring;
  private final String output;
  private final Views views;
  private final long mask;
  private final LengthBatches batches;
  private final Work work = new Work();

  private TextModel(ModelSource source, int threads) {
    identity = source.identity();
    tokenizer = Tokenizer.read(source.tokenizerJson());
    mask = tokenizer.mask(source.settings().maskToken());
    scoring = new OnnxGraph(source.onnx(), threads);
    output = scoring.output(source.settings().output());
    views = new Views(source, threads);
    boolean speaks = source.settings().task() == Task.LANGUAGE_MODEL;
    batches = new LengthBatches(BATCH_TOKENS, scoring.ignoresPadding());
    settings = speaks ? source.settings() : labelled(source.settings());
  }

  /** Opens a model on {@code threads} CPU threads, at least 1. */
  public static TextModel open(ModelSource source, int threads) {
    return new TextModel(source, threads);
  }

  /** Names the outputs of a classifier whose settings do not. */
  private ModelSettings labelled(ModelSettings given) {
    int outputs = logits(List.of(tokenizer.framed(tokenizer.tokens("a").ids()))).get(0).length;
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
    return batches.map(
        texts,
        indexes -> {
          PaddedBatch batch = new PaddedBatch(indexes.stream().map(texts::get).toList());
          work.forwards(batch.rows());
          float[] all = scores(batch);
          int outputs = all.length / batch.rows();
          return IntStream.range(0, batch.rows())
              .mapToObj(row -> doubles(all, row * outputs, outputs))
              .toList();
        });
  }

  private float[] scores(PaddedBatch batch) {
    try (Feeds feeds = batch.feeds(scoring)) {
      return scoring.run(feeds, Set.of(output)).get(output);
    }
  }

  /** Returns F of each input. Costs one forward pass an input. */
  public double[] values(List<Input> inputs) {
    return compared(inputs, this::plainValues, (a, b) -> a - b).stream()
        .mapToDouble(v -> v)
        .toArray();
  }

  private List<Double> plainValues(List<Input> inputs) {
    if (settings.task() == Task.CLASSIFICATION) {
      List<double[]> logits = logits(inputs.stream().map(Input::ids).toList());
      return IntStream.range(0, inputs.size())
          .mapToObj(i -> weighted(logits.get(i), inputs.get(i).weights()))
          .toList();
    }
    return batched(
        inputs,
        (batch, some) -> {
          work.forwards(batch.rows());
          LogProbabilities said = new LogProbabilities(scores(batch), batch.rows(), batch.width());
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
    Views.Opened view =
        views.get(views.missing(View.READING).isEmpty() ? View.READING : View.GRADIENT);
    return compared(
        inputs,
        plain -> batched(plain, (batch, some) -> readings(view, batch, some)),
        (a, b) ->
            new Reading(
                a.value() - b.value(),
                minus(a.gradientTimesInput(), b.gradientTimesInput()),
                a.rollout(),
                a.relevance()));
  }

  private List<Reading> readings(Views.Opened view, PaddedBatch batch, List<Input> inputs) {
    work.gradients(batch.rows());
    String target = view.names().targetOutput();
    String gradient = view.names().gradientTimesInputOutput().orElseThrow();
    Optional<String> rollout = view.names().rolloutOutput();
    Optional<String> relevance = view.names().relevanceOutput();
    Set<String> outputs = new HashSet<>(List.of(target, gradient));
    rollout.ifPresent(outputs::add);
    relevance.ifPresent(outputs::add);
    Map<String, float[]> values = run(view, batch, inputs, outputs);
    return IntStream.range(0, batch.rows())
        .mapToObj(
            row ->
                new Reading(
                    values.get(target)[row],
                    batch.tokens(values.get(gradient), row),
                    batch.tokens(rollout.map(values::get).orElse(NONE), row),
                    batch.tokens(relevance.map(values::get).orElse(NONE), row)))
        .toList();
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
    PathRuns runs = new PathRuns(views.get(View.PATH), batches, work);
    int count = inputs.size();
    List<Input> both = withCompared(inputs);
    double[] all = Arrays.copyOf(alphas, both.size());
    int next = count;
    for (int i = 0; i < count; i++) {
      if (inputs.get(i).rather().isPresent()) {
        all[next++] = alphas[i];
      }
    }
    return differences(
        inputs,
        runs.points(both, all, mask),
        (a, b) ->
            new PathPoint(
                a.value() - b.value(),
                minus(a.gradientTimesDifference(), b.gradientTimesDifference())));
  }

  /**
   * Returns the gradient of F by the embeddings, each input at its own plus {@code noise}.
   *
   * @param noise what is added, one an input, shape [tokens][width]; a row of none adds nothing
   * @return for each input, shape [tokens][width]
   */
  public List<float[][]> gradients(List<Input> inputs, Function<Integer, float[][]> noise) {
    PathRuns runs = new PathRuns(views.get(View.PATH), batches, work);
    return compared(inputs, plain -> runs.gradients(plain, noise), TextModel::minus);
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
    Views.Opened view = views.get(View.RESCALE);
    return compared(
        inputs,
        plain -> batched(plain, (batch, some) -> rescaled(view, some)),
        (a, b) -> minus(a, b));
  }

  private List<double[]> rescaled(Views.Opened view, List<Input> inputs) {
    List<Input> pairs = new ArrayList<>(inputs);
    inputs.forEach(input -> pairs.add(input.masked(mask)));
    PaddedBatch batch = new PaddedBatch(pairs.stream().map(Input::ids).toList());
    work.gradients(batch.rows());
    String product = view.names().gradientTimesInputOutput().orElseThrow();
    float[] all = run(view, batch, pairs, Set.of(product)).get(product);
    return IntStream.range(0, inputs.size())
        .mapToObj(row -> minus(batch.tokens(all, row), batch.tokens(all, row + inputs.size())))
        .toList();
  }

  /** Returns what goes on inside the model while it reads each input, compared with nothing. */
  public List<Inside> inside(List<Input> inputs) {
    Views.Opened view = views.get(View.INSIDE);
    InsideRun run = new InsideRun(view.names());
    return batched(
        inputs,
        (batch, some) -> {
          work.gradients(batch.rows());
          return run.read(run(view, batch, some, run.outputs()), batch);
        });
  }

  /**
   * Returns F of each input with one head switched off. Costs one forward pass an input.
   *
   * @param head its layer and its place in the layer, from 0
   */
  public double[] without(List<Input> inputs, int[] head) {
    Views.Opened view = views.get(View.GATES);
    int layers = view.names().layers().size();
    int heads = (int) view.names().layers().get(0).heads();
    float[] gates = new float[layers * heads];
    Arrays.fill(gates, 1);
    gates[head[0] * heads + head[1]] = 0;
    String target = view.names().targetOutput();
    return compared(
            inputs,
            plain ->
                batched(
                    plain,
                    (batch, some) -> {
                      work.forwards(batch.rows());
                      try (Feeds feeds = targeted(view, batch, some)) {
                        feeds.with("head_gates", gates, layers, heads);
                        feeds.with("token_gates", OPEN, 1, 1);
                        float[] all = view.graph().run(feeds, Set.of(target)).get(target);
                        return IntStream.range(0, some.size())
                            .mapToObj(i -> (double) all[i])
                            .toList();
                      }
                    }),
            (a, b) -> a - b)
        .stream()
        .mapToDouble(v -> v)
        .toArray();
  }

  private static Map<String, float[]> run(
      Views.Opened view, PaddedBatch batch, List<Input> inputs, Set<String> outputs) {
    try (Feeds feeds = targeted(view, batch, inputs)) {
      return view.graph().run(feeds, outputs);
    }
  }

  /** Returns what a view is fed: ids, and the weights of the target. */
  static Feeds targeted(Views.Opened view, PaddedBatch batch, List<Input> inputs) {
    Feeds feeds = batch.feeds(view.graph());
    boolean speaks = view.names().extraInputs().containsKey("target_mask");
    int width = speaks ? batch.width() : inputs.get(0).weights().length;
    float[] weights = new float[inputs.size() * width];
    for (int row = 0; row < inputs.size(); row++) {
      float[] own = inputs.get(row).weights();
      System.arraycopy(own, 0, weights, row * width, own.length);
    }
    return feeds.with(speaks ? "target_mask" : "target_seed", weights, inputs.size(), width);
  }

  /** Works on inputs of similar length together. */
  private interface BatchRun<T> {
    List<T> over(PaddedBatch batch, List<Input> inputs);
  }

  private <T> List<T> batched(List<Input> inputs, BatchRun<T> run) {
    List<long[]> ids = inputs.stream().map(Input::ids).toList();
    return batches.map(
        ids,
        indexes -> {
          List<Input> some = indexes.stream().map(inputs::get).toList();
          return run.over(new PaddedBatch(some.stream().map(Input::ids).toList()), some);
        });
  }

  private static <T> List<T> compared(
      List<Input> inputs, Function<List<Input>, List<T>> run, BinaryOperator<T> minus) {
    return differences(inputs, run.apply(withCompared(inputs)), minus);
  }

  /** Returns the inputs, and behind them those that some of them are compared with. */
  private static List<Input> withCompared(List<Input> inputs) {
    List<Input> both = new ArrayList<>(inputs);
    inputs.forEach(input -> input.rather().ifPresent(both::add));
    return both;
  }

  private static <T> List<T> differences(
      List<Input> inputs, List<T> results, BinaryOperator<T> minus) {
    List<T> differences = new ArrayList<>();
    int next = inputs.size();
    for (int i = 0; i < inputs.size(); i++) {
      boolean isCompared = inputs.get(i).rather().isPresent();
      differences.add(
          isCompared ? minus.apply(results.get(i), results.get(next++)) : results.get(i));
    }
    return differences;
  }

  /** Returns a - b where both have a number; what a has more stays. */
  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  private static float[][] minus(float[][] a, float[][] b) {
    for (int t = 0; t < Math.min(a.length, b.length); t++) {
      for (int h = 0; h < a[t].length; h++) {
        a[t][h] -= b[t][h];
      }
    }
    return a;
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
    scoring.close();
    views.close();
    tokenizer.close();
  }
}
