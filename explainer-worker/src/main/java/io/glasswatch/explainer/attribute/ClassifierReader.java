package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.attribute.Judgement.Place;
import io.glasswatch.explainer.attribute.Task.Passage;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.Label;
import io.glasswatch.explainer.model.Scored;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.tokenize.Windows;
import io.glasswatch.explainer.tokenize.Windows.Window;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why was this flagged: every message is judged in windows, and the target label's windows are
 * explained.
 *
 * <p>F is the label's logit. Where only one label can hold, it is the logit less that of the label
 * which comes next, so that F changes its sign with the verdict. With a comparison, F is the
 * difference of two labels' logits.
 *
 * @param model what judges
 * @param maxWindows the most windows of one interaction that are explained, at least 1
 */
public record ClassifierReader(TextModel model, int maxWindows) implements Reader {

  @Override
  public List<Optional<Read>> read(List<Question> questions) {
    Windows windows = Windows.within(model.settings().maxTokens(), model.tokenizer());
    List<List<ReadText>> texts =
        questions.stream().map(q -> ReadText.of(q.interaction(), model, windows)).toList();
    List<Scored> scored =
        model.scored(texts.stream().flatMap(List::stream).flatMap(this::framed).toList());
    List<Optional<Read>> read = new ArrayList<>();
    int next = 0;
    for (int q = 0; q < questions.size(); q++) {
      List<List<Scored>> byText = new ArrayList<>();
      for (ReadText text : texts.get(q)) {
        byText.add(scored.subList(next, next + text.windows().size()));
        next += text.windows().size();
      }
      read.add(read(questions.get(q), texts.get(q), byText));
    }
    return read;
  }

  private Optional<Read> read(Question question, List<ReadText> texts, List<List<Scored>> scored) {
    List<List<double[]>> logits =
        scored.stream().map(text -> text.stream().map(Scored::logits).toList()).toList();
    Judgement judgement = new Judgement(texts, logits, model.settings());
    return judgement.isEmpty()
        ? Optional.empty()
        : Optional.of(of(question, judgement, embeddings(texts, scored)));
  }

  /** Returns where prompt and response lie, of all their windows that were read. */
  private Map<Where, List<Double>> embeddings(List<ReadText> texts, List<List<Scored>> scored) {
    Map<Where, List<Double>> embeddings = new EnumMap<>(Where.class);
    for (Where side : List.of(Where.PROMPT, Where.RESPONSE)) {
      List<Scored> windows = new ArrayList<>();
      for (int t = 0; t < texts.size(); t++) {
        if (texts.get(t).where() == side) {
          windows.addAll(scored.get(t));
        }
      }
      model.coordinates(windows).ifPresent(embedding -> embeddings.put(side, embedding));
    }
    return embeddings;
  }

  private Stream<long[]> framed(ReadText text) {
    return text.windows().stream().map(window -> window.framed(text.tokens(), model.tokenizer()));
  }

  private Read of(Question question, Judgement judgement, Map<Where, List<Double>> embeddings) {
    Label target =
        question.target().map(this::label).orElseGet(() -> judgement.target(question.findings()));
    List<Place> places = judgement.places(target);
    if (places.isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is asked of no text of this interaction".formatted(target.id()));
    }
    List<Passage> passages = new ArrayList<>();
    for (Place place : places.subList(0, Math.min(maxWindows, places.size()))) {
      ReadText text = judgement.texts().get(place.text());
      passages.add(passage(text, place, judgement, target, question.rather().map(this::label)));
    }
    return new Read(judgement.scores(), new Task(target.id(), passages), embeddings);
  }

  private Passage passage(
      ReadText text, Place place, Judgement judgement, Label target, Optional<Label> rather) {
    Window window = text.windows().get(place.window());
    float[] weights = new float[model.settings().labels().size()];
    weights[target.output()] = 1;
    rather.or(() -> judgement.next(place, target)).ifPresent(other -> weights[other.output()] -= 1);
    int before = model.tokenizer().before();
    Input input =
        Input.ofClassifier(
            window.framed(text.tokens(), model.tokenizer()),
            before,
            before + window.size(),
            weights,
            rather.isPresent() ? 0 : judgement.boundary(target));
    int[] owners = Windows.owners(text.windows(), text.tokens().size());
    List<Span> spans = new ArrayList<>();
    boolean[] owned = new boolean[window.size()];
    for (int t = 0; t < owned.length; t++) {
      spans.add(text.span(window.from() + t));
      owned[t] = owners[window.from() + t] == place.window();
    }
    return new Passage(input, spans, owned);
  }

  private Label label(String id) {
    List<Label> labels = model.settings().labels();
    return labels.stream()
        .filter(label -> label.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model has no label \"%s\"; it has %s"
                        .formatted(
                            id, String.join(", ", labels.stream().map(Label::id).toList()))));
  }
}
