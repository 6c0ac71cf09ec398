package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;

/** What a person sees instead of the page that was asked for. */
public final class ErrorPage {

  private static final Template TEMPLATE = Html.template("error.mustache");

  private record View(String heading, String reason) {}

  private ErrorPage() {}

  /** Returns the page for an HTTP status and the reason for it. */
  public static String render(int status, String reason) {
    String heading =
        switch (status) {
          case 400 -> "That cannot be read";
          case 404 -> "Not here";
          default -> "Something broke";
        };
    return Html.served(heading, TEMPLATE.execute(new View(heading, reason)));
  }
}
