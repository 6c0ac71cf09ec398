package io.glasswatch.stream.attribution;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Category;
import io.glasswatch.contract.ExplainerModel;
import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Score;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.TokenScore;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explained cases for tests. */
public final class Explanations {

  public static final String METHOD = "deeplift";

  private Explanations() {}

  /** One message of a conversation, and what its words weigh, in their order. */
  public record Said(Where where, String role, String text, double... weights) {}

  public static Said system(String text, double... weights) {
    return new Said(Where.SYSTEM, Message.SYSTEM, text, weights);
  }

  public static Said user(String text, double... weights) {
    return new Said(Where.PROMPT, Message.USER, text, weights);
  }

  public static Said assistant(String text, double... weights) {
    return new Said(Where.RESPONSE, Message.ASSISTANT, text, weights);
  }

  /** Returns a case whose only attribution, for hate, weighs the words as they were said. */
  public static Case explained(String id, Instant time, double hate, Said... said) {
    List<Message> request = new ArrayList<>();
    List<Message> response = new ArrayList<>();
    List<TokenScore> tokens = new ArrayList<>();
    for (Said message : said) {
      List<Message> to = message.where == Where.RESPONSE ? response : request;
      tokens.addAll(tokens(message, to.size()));
      to.add(new Message(message.role, message.text));
    }
    Interaction interaction =
        Interaction.of(id, Samples.interaction(id).model(), time, request, response);
    Explained explanation =
        new Explained(
            id,
            time,
            new ExplainerModel("m", "a", "b", "c", "cpu"),
            List.of(new Score(Category.HATE, hate, 0.95, new Span(Where.PROMPT, 0, 0, 1))),
            List.of(new Attribution(METHOD, Category.HATE, tokens, Map.of("trusted", 1.0))),
            0.1);
    return new Case(
        interaction, Samples.assessment(interaction), List.of(), Optional.of(explanation), time);
  }

  /** Returns the same case, explained by a model of that name with an embedding of the prompt. */
  public static Case about(Case item, String model, List<Double> prompt) {
    Explained known = (Explained) item.explanation().orElseThrow();
    Explained about =
        new Explained(
            known.interaction(),
            known.answeredAt(),
            new ExplainerModel(model, "a", "b", "c", "cpu"),
            known.scores(),
            known.attributions(),
            known.seconds(),
            known.attention(),
            Map.of(Where.PROMPT, prompt));
    return new Case(
        item.interaction(), item.assessment(), List.of(), Optional.of(about), item.openedAt());
  }

  private static List<TokenScore> tokens(Said message, int number) {
    List<TokenScore> tokens = new ArrayList<>();
    int start = 0;
    String[] words = message.text.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      int end = start + words[i].codePointCount(0, words[i].length());
      tokens.add(new TokenScore(new Span(message.where, number, start, end), message.weights[i]));
      start = end + 1;
    }
    return tokens;
  }
}
