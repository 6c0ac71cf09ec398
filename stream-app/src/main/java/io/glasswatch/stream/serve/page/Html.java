package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The frame of every page: one inlined style sheet, no script, nothing loaded from elsewhere. */
public final class Html {

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().emptyStringIsFalse(true).withEscaper(Html::escape);
  private static final String STYLE = resource("style.css");
  private static final Template LAYOUT = template("layout.mustache");

  /** What a page may do, as it stands in the page itself. */
  private static final String POLICY_IN_PAGE =
      "default-src 'none'; style-src 'sha256-%s'; img-src data:; form-action 'self'; base-uri 'none'"
          .formatted(sha256(STYLE));

  /** The Content-Security-Policy to send with every page. */
  public static final String POLICY = POLICY_IN_PAGE + "; frame-ancestors 'none'";

  private record Layout(String title, String policy, String style, boolean served, String body) {}

  private Html() {}

  /** Returns a page of the web server, with links to the others. */
  static String served(String title, String body) {
    return LAYOUT.execute(new Layout(title, POLICY_IN_PAGE, STYLE, true, body));
  }

  /** Returns a page that stands alone, for a file. */
  static String alone(String title, String body) {
    return LAYOUT.execute(new Layout(title, POLICY_IN_PAGE, STYLE, false, body));
  }

  static Template template(String name) {
    return COMPILER.compile(resource(name));
  }

  /** Escapes markup, and the carriage return, which a browser would take for a line feed. */
  private static String escape(String text) {
    return Escapers.HTML.escape(text).replace("\r", "&#13;");
  }

  static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + name, e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
