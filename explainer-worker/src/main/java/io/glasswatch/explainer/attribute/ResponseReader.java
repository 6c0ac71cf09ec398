package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.attribute.Task.Passage;
import io.glasswatch.explainer.model.Input;
import io.glasswatch.explainer.model.ModelSettings;
import io.glasswatch.explainer.model.TextModel;
import io.glasswatch.explainer.tokenize.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tokens of the prompt drove a response: a language model reads both, and F is the
 * log-probability of the response's tokens, each after the true ones before it.
 *
 * <p>The last request message and the last response are read, in the model's template. The target
 * is {@code response}, or {@code response:START-END} in code points: then what stands before the
 * span is explained too. With a comparison F is less the log-probability of another answer in the
 * same place. A text longer than the model loses its beginning.
 *
 * @param model the language model
 */
public record ResponseReader(TextModel model) implements Reader {

  private static final String RESPONSE = "response";
  private static final Pattern TARGET = Pattern.compile("response(?::(\\d+)-(\\d+))?");

  @Override
  public List<Optional<Read>> read(List<Question> questions) {
    return questions.stream().map(this::read).toList();
  }

  private Optional<Read> read(Question question) {
    Interaction interaction = question.interaction();
    if (interaction.response().isEmpty()) {
      return Optional.empty();
    }
    int asked = interaction.request().size() - 1;
    int answered = interaction.response().size() - 1;
    String prompt = asked < 0 ? "" : interaction.request().get(asked).text();
    String response = interaction.response().get(answered).text();
    Pieces pieces = new Pieces();
    String template = model.settings().template();
    int promptAt = template.indexOf(ModelSettings.PROMPT);
    int responseAt = template.indexOf(ModelSettings.RESPONSE);
    pieces.add(template.substring(0, promptAt), Optional.empty());
    String role = asked < 0 ? Message.USER : interaction.request().get(asked).role();
    pieces.add(prompt, Optional.of(new Span(Where.ofRequest(role), Math.max(asked, 0), 0, 0)));
    pieces.add(
        template.substring(promptAt + ModelSettings.PROMPT.length(), responseAt), Optional.empty());
    int begin = pieces.size();
    pieces.add(response, Optional.of(new Span(Where.RESPONSE, answered, 0, 0)));
    int[] range = range(question.target().orElse(RESPONSE), pieces, begin);
    if (range[0] == range[1] || range[0] == 0) {
      return Optional.empty();
    }
    String target =
        question.target().orElse(RESPONSE)
            + question.rather().map(other -> " rather than another").orElse("");
    Passage passage = passage(pieces, range, question.rather());
    return Optional.of(new Read(List.of(), new Task(target, List.of(passage)), Map.of()));
  }

  /** Returns which tokens are the target, the last one exclusive. */
  private static int[] range(String target, Pieces pieces, int begin) {
    Matcher asked = TARGET.matcher(target);
    if (!asked.matches()) {
      throw new IllegalArgumentException(
          "a language model is asked for \"response\" or \"response:START-END\", but not for \"%s\""
              .formatted(target));
    }
    if (asked.group(1) == null) {
      return new int[] {begin, pieces.size()};
    }
    int from = Integer.parseInt(asked.group(1));
    int to = Integer.parseInt(asked.group(2));
    int first = begin;
    while (first < pieces.size() && pieces.spans.get(first).orElseThrow().end() <= from) {
      first++;
    }
    int last = first;
    while (last < pieces.size() && pieces.spans.get(last).orElseThrow().start() < to) {
      last++;
    }
    if (first == last) {
      throw new IllegalArgumentException("the response has no token at %d-%d".formatted(from, to));
    }
    return new int[] {first, last};
  }

  private Passage passage(Pieces pieces, int[] range, Optional<String> rather) {
    int before = model.tokenizer().before();
    int most = model.settings().maxTokens() - before;
    int cut = Math.max(0, Math.min(range[1] - most, range[0] - 1));
    int end = Math.min(range[1], cut + most);
    int to = before + range[0] - cut;
    Input asked = input(pieces.ids(cut, end), to);
    Input input =
        rather
            .map(
                other -> {
                  long[] ids = model.tokenizer().tokens(other).ids();
                  long[] text = pieces.ids(cut, range[0] + ids.length);
                  System.arraycopy(ids, 0, text, range[0] - cut, ids.length);
                  return asked.ratherThan(input(text, to));
                })
            .orElse(asked);
    List<Span> spans = new ArrayList<>();
    boolean[] owned = new boolean[range[0] - cut];
    for (int t = cut; t < range[0]; t++) {
      Optional<Span> span = pieces.spans.get(t);
      spans.add(span.orElse(new Span(Where.PROMPT, 0, 0, 0)));
      owned[t - cut] = span.isPresent();
    }
    return new Passage(input, spans, owned);
  }

  private Input input(long[] ids, int to) {
    long[] opened = model.tokenizer().opened(ids);
    float[] weights = new float[opened.length];
    Arrays.fill(weights, to, weights.length, 1);
    return Input.ofTokens(opened, model.tokenizer().before(), to, weights);
  }

  /** Tokens one piece of text after another, each with its place in a message if it has one. */
  private final class Pieces {
    private final List<Long> ids = new ArrayList<>();
    private final List<Optional<Span>> spans = new ArrayList<>();

    int size() {
      return ids.size();
    }

    void add(String text, Optional<Span> place) {
      Tokens tokens = model.tokenizer().tokens(text);
      for (int t = 0; t < tokens.size(); t++) {
        int start = tokens.starts()[t];
        int end = tokens.ends()[t];
        ids.add(tokens.ids()[t]);
        spans.add(place.map(p -> new Span(p.where(), p.message(), start, end)));
      }
    }

    /** Returns the tokens {@code from} to {@code to}, zeros beyond the last. */
    long[] ids(int from, int to) {
      long[] some = new long[to - from];
      for (int t = from; t < Math.min(to, ids.size()); t++) {
        some[t - from] = ids.get(t);
      }
      return some;
    }
  }
}
