package io.glasswatch.explainer.attribute;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Span;
import io.glasswatch.contract.Where;
import io.glasswatch.explainer.model.TextModel;
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
   * Returns the messages of {@code interaction} that have something to read and whose role the
   * model judges, requests first.
   */
  public static List<ReadText> of(Interaction interaction, TextModel model, Windows windows) {
    List<ReadText> texts = new ArrayList<>();
    for (int m = 0; m < interaction.request().size(); m++) {
      Message message = interaction.request().get(m);
      if (!model.settings().unread().contains(message.role())) {
        add(texts, Where.ofRequest(message.role()), m, message, model, windows);
      }
    }
    for (int m = 0; m < interaction.response().size(); m++) {
      add(texts, Where.RESPONSE, m, interaction.response().get(m), model, windows);
    }
    return texts;
  }

  private static void add(
      List<ReadText> texts,
      Where where,
      int index,
      Message message,
      TextModel model,
      Windows windows) {
    Tokens tokens = model.tokenizer().tokens(message.text());
    if (tokens.size() > 0) {
      texts.add(new ReadText(where, index, tokens, windows.over(tokens.size())));
    }
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
