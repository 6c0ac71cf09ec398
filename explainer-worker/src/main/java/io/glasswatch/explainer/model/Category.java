package io.glasswatch.explainer.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the safety head judges a text for, in the order of its outputs.
 *
 * <p>Some are asked of one side only: a user cannot refuse, a response cannot inject.
 */
public enum Category {
  /** A response that helps with something harmful. */
  HARMFUL_RESPONSE(0, false, true),
  /** Hate or harassment. */
  HATE(1, true, true),
  /** Self-harm: intent, instructions, encouragement. */
  SELF_HARM(2, true, true),
  /** Sexual content. */
  SEXUAL(3, true, true),
  /** Violence, threatened, praised or shown. */
  VIOLENCE(4, true, true),
  /** A text that tries to overrule the model's instructions. */
  PROMPT_INJECTION(5, true, false),
  /** A response that declines to answer. */
  REFUSAL(6, false, true);

  private final int output;
  private final boolean ofRequests;
  private final boolean ofResponses;

  Category(int output, boolean ofRequests, boolean ofResponses) {
    this.output = output;
    this.ofRequests = ofRequests;
    this.ofResponses = ofResponses;
  }

  /** Returns the name used in findings, metrics and files, e.g. {@code self_harm}. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns which of the head's outputs it is, from 0. */
  public int output() {
    return output;
  }

  /** Tells whether the category is asked of texts of this side. */
  public boolean appliesTo(Side side) {
    return side == Side.REQUEST ? ofRequests : ofResponses;
  }

  /** Returns the category of that name, none if the head does not know it. */
  public static Optional<Category> of(String id) {
    return Arrays.stream(values()).filter(category -> category.id().equals(id)).findFirst();
  }

  /** Which way a text travels. */
  public enum Side {
    /** Read by the language model: system, user and tool messages. */
    REQUEST,
    /** Written by it. */
    RESPONSE
  }
}
