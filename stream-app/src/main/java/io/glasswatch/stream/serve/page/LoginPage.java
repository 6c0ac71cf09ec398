package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;

/** Where a person shows a token, and gives a session back. */
public final class LoginPage {

  private static final Template TEMPLATE = Html.template("login.mustache");

  private record View(String to, String reason) {}

  private LoginPage() {}

  /**
   * Returns the page.
   *
   * @param to the address that was asked for
   * @param reason why what was shown does not do; empty if nothing was
   */
  public static String render(String to, String reason) {
    return Html.served("Sign in", TEMPLATE.execute(new View(here(to), reason)));
  }

  /** Returns {@code address} if it is one of this site, else that of the first page. */
  public static String here(String address) {
    boolean ours = address.matches("/(?![/\\\\])[!-~]*");
    return ours && !address.startsWith("/login") ? address : "/";
  }
}
