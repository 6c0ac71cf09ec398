package io.glasswatch.explainer.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must be known of a model beside its files.
 *
 * @param name the name under which answers state it
 * @param task what it does
 * @param labels what a classifier judges; empty to find them by the width of its output
 * @param exclusive whether exactly one label holds (softmax), or each for itself (sigmoid)
 * @param output the output that is explained; empty for {@code logits}, or else the first
 * @param maxTokens the most tokens of one run, framing tokens included, at least 8
 * @param maskToken the token that stands for no information; empty to find one
 * @param template a language model's text, with {@code {prompt}} before {@code {response}}
 * @param unread roles whose messages a classifier does not judge
 * @param methods what explains when nothing else is asked for; empty for the shipped default
 */
public record ModelSettings(
    String name,
    Task task,
    List<Label> labels,
    boolean exclusive,
    Optional<String> output,
    int maxTokens,
    Optional<String> maskToken,
    String template,
    Set<String> unread,
    List<String> methods) {

  /** What a model does. */
  public enum Task {
    /** Gives each text one number a label. */
    CLASSIFICATION,
    /** Gives each token the probability of the next. */
    LANGUAGE_MODEL
  }

  public static final String PROMPT = "{prompt}";
  public static final String RESPONSE = "{response}";

  public ModelSettings {
    labels = List.copyOf(labels);
    unread = Set.copyOf(unread);
    methods = List.copyOf(methods);
    if (maxTokens < 8) {
      throw new IllegalArgumentException("max_tokens must be at least 8, but was " + maxTokens);
    }
    int prompt = template.indexOf(PROMPT);
    if (prompt < 0 || template.indexOf(RESPONSE) < prompt) {
      throw new IllegalArgumentException(
          "template must hold {prompt} and then {response}, but was \"%s\"".formatted(template));
    }
  }

  /** Returns these settings with other labels. */
  public ModelSettings withLabels(List<Label> others) {
    return new ModelSettings(
        name, task, others, exclusive, output, maxTokens, maskToken, template, unread, methods);
  }
}
