package io.glasswatch.contract;

import java.util.List;

/** The ids of the categories that ship; a user's rule pack may bring more. */
public final class Category {

  public static final String HARMFUL_RESPONSE = "harmful_response";
  public static final String HATE = "hate";
  public static final String SELF_HARM = "self_harm";
  public static final String SEXUAL = "sexual";
  public static final String VIOLENCE = "violence";
  public static final String PROMPT_INJECTION = "prompt_injection";
  public static final String REFUSAL = "refusal";
  public static final String PII = "pii";
  public static final String SECRET = "secret";
  public static final String SYSTEM_PROMPT_LEAK = "system_prompt_leak";
  public static final String IMPROPER_OUTPUT = "improper_output";
  public static final String UNBOUNDED_CONSUMPTION = "unbounded_consumption";

  /** The categories that the default safety model scores, in the order of its outputs. */
  public static final List<String> SCORED =
      List.of(HARMFUL_RESPONSE, HATE, SELF_HARM, SEXUAL, VIOLENCE, PROMPT_INJECTION, REFUSAL);

  private Category() {}
}
