package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.tokenize.Tokenizer;
import io.glasswatch.explainer.tokenize.Tokens;
import io.glasswatch.explainer.tokenize.Windows;
import io.glasswatch.explainer.tokenize.Windows.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * One message as the safety model reads it: tokens, cut into windows.
 *
 * @param where the part of the interaction
 * @param message the message's index in its part's list
 * @param tokens the message's tokens, at least one
 * @param windows the windows over them, at least one
 */
public record ReadText(Where where, int message, Tokens tokens, List<Window> windows) {

  public ReadText {
    windows = List.copyOf(windows);
  }

  /**
   * Returns the messages of {@code interaction} that have something to read, requests first. System
   * messages are the operator's own words and are not judged.
   */
  public static List<ReadText> of(Interaction interaction, Tokenizer tokenizer, Windows windows) {
    List<ReadText> texts = new ArrayList<>();
    for (int m = 0; m < interaction.request().size(); m++) {
      Message message = interaction.request().get(m);
      Where where = Where.ofRequest(message.role());
      if (where != Where.SYSTEM) {
        add(texts, where, m, tokenizer.tokens(message.text()), windows);
      }
    }
    for (int m = 0; m < interaction.response().size(); m++) {
      Tokens tokens = tokenizer.tokens(interaction.response().get(m).text());
      add(texts, Where.RESPONSE, m, tokens, windows);
    }
    return texts;
  }

  private static void add(
      List<ReadText> texts, Where where, int message, Tokens tokens, Windows windows) {
    if (tokens.size() > 0) {
      texts.add(new ReadText(where, message, tokens, windows.over(tokens.size())));
    }
  }

  /** Tells whether {@code category} is asked of this text. */
  public boolean asks(Category category) {
    return category.appliesTo(
        where == Where.RESPONSE ? Category.Side.RESPONSE : Category.Side.REQUEST);
  }

  /** Returns the place of one token in the message. */
  public Span span(int token) {
    return new Span(where, message, tokens.starts()[token], tokens.ends()[token]);
  }

  /** Returns the place of one window in the message. */
  public Span span(Window window) {
    return new Span(where, message, tokens.starts()[window.from()], tokens.ends()[window.to() - 1]);
  }
}
