package io.glasswatch.contract;

/**
 * One message of a conversation.
 *
 * @param role who speaks, e.g. {@code system}, {@code user}, {@code assistant}, {@code tool}; never
 *     blank
 * @param text what is said; may be empty, never null
 */
public record Message(String role, String text) {

  public static final String SYSTEM = "system";
  public static final String USER = "user";
  public static final String ASSISTANT = "assistant";
  public static final String TOOL = "tool";

  public Message {
    Require.notBlank(role, "role");
    Require.that(text != null, "text must not be null");
  }

  /** Names the message without its text: prompts and responses never reach a log. */
  @Override
  public String toString() {
    return "Message[%s, %d chars]".formatted(role, text.length());
  }
}
