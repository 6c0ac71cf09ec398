package io.glasswatch.stream.serve.access;

import io.glasswatch.contract.Require;

/**
 * Somebody who was let in.
 *
 * @param name what the list of tokens calls them; letters, digits and {@code . _ @ -}
 * @param role what they may do
 */
public record Principal(String name, Role role) {

  /** Whoever sits at this machine, when there are no tokens. */
  static final Principal LOCAL_USER = new Principal("local", Role.LOCAL_USER);

  /** Whoever asks for what is open to all. */
  static final Principal NOBODY = new Principal("nobody", Role.NOBODY);

  static final Principal PEER = new Principal("peer", Role.PEER);

  public Principal {
    Require.that(
        name.matches("[A-Za-z0-9._@-]{1,64}"),
        "a name must be 1 to 64 letters, digits or any of . _ @ -");
    Require.that(role != null, "role must not be null");
  }
}
