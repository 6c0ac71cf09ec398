package io.glasswatch.stream.serve.page;

import io.glasswatch.contract.Attribution;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.TokenScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One way to look at the conversation: its findings alone, or coloured by one attribution.
 *
 * @param number from 0; the style sheet knows {@value #MOST} of them
 * @param label what the switch says
 * @param target the category that the scores explain; empty for the findings alone
 * @param chosen whether the page opens with it
 * @param messages the conversation
 * @param signed whether some token lowered the score
 * @param legend colours and what they stand for; empty for the findings alone
 * @param quality measures of the attribution
 * @param tokens the exact values
 */
record Pane(
    int number,
    String label,
    String target,
    boolean chosen,
    List<Conversation.MessageView> messages,
    boolean signed,
    List<Heat.Step> legend,
    List<Quality> quality,
    List<TokenRow> tokens) {

  private static final int MOST = 32;

  record Quality(String name, String value) {}

  record TokenRow(String text, String place, String score) {}

  boolean attributed() {
    return !target.isEmpty();
  }

  int count() {
    return tokens.size();
  }

  /** Returns the findings, then one pane an attribution; the first attribution is chosen. */
  static List<Pane> of(Case item) {
    Conversation conversation = new Conversation(item.interaction(), item.findings());
    List<Attribution> attributions =
        item.explanation()
            .filter(Explanation.Explained.class::isInstance)
            .map(e -> ((Explanation.Explained) e).attributions())
            .orElse(List.of());
    List<Pane> panes = new ArrayList<>();
    panes.add(findings(conversation, attributions.isEmpty()));
    for (Attribution attribution : attributions.subList(0, Math.min(MOST, attributions.size()))) {
      panes.add(of(panes.size(), attribution, conversation));
    }
    return panes;
  }

  private static Pane findings(Conversation conversation, boolean chosen) {
    return new Pane(
        0,
        "Findings",
        "",
        chosen,
        conversation.messages(List.of(), Heat.of(List.of())),
        false,
        List.of(),
        List.of(),
        List.of());
  }

  private static Pane of(int number, Attribution attribution, Conversation conversation) {
    Heat heat = Heat.of(attribution.tokens());
    return new Pane(
        number,
        Words.method(attribution.method()),
        attribution.target(),
        number == 1,
        conversation.messages(attribution.tokens(), heat),
        heat.signed(),
        heat.legend(),
        attribution.quality().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(q -> new Quality(q.getKey().replace('_', ' '), Words.number(q.getValue())))
            .toList(),
        attribution.tokens().stream().map(t -> row(t, conversation)).toList());
  }

  private static TokenRow row(TokenScore token, Conversation conversation) {
    return new TokenRow(
        Invisible.printable(conversation.textOf(token.span())),
        CasePage.place(token.span()),
        Words.signed(token.score()));
  }
}
