package io.glasswatch.stream.serve.http;

import io.glasswatch.stream.serve.access.Gate;
import io.glasswatch.stream.serve.access.Gate.Login;
import io.glasswatch.stream.serve.access.Principal;
import io.glasswatch.stream.serve.access.Verdict;
import io.glasswatch.stream.serve.access.Verdict.Refusal;
import io.glasswatch.stream.serve.access.Visit;
import io.glasswatch.stream.serve.page.Html;
import io.glasswatch.stream.serve.page.LoginPage;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormDataParser;
import io.undertow.server.handlers.form.FormParserFactory;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Stands before every address: lets in whom the {@link Gate} admits, and signs browsers in. */
record AccessFilter(Gate gate, HttpHandler next) implements HttpHandler {

  /** Who was let in. */
  static final AttachmentKey<Principal> PRINCIPAL = AttachmentKey.create(Principal.class);

  private static final String COOKIE = "glasswatch-session";
  private static final HttpString FORWARDED_PROTO = new HttpString("X-Forwarded-Proto");
  private static final FormParserFactory FORMS = FormParserFactory.builder().build();

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Verdict verdict = gate.judge(visit(exchange));
    if (verdict instanceof Verdict.Refused refused) {
      refuse(exchange, refused.why(), addressOf(exchange));
    } else if (exchange.getRelativePath().equals("/login")) {
      login(exchange);
    } else if (exchange.getRelativePath().equals("/logout")) {
      end(exchange);
    } else {
      exchange.putAttachment(PRINCIPAL, ((Verdict.Admitted) verdict).principal());
      next.handleRequest(exchange);
    }
  }

  private static Visit visit(HttpServerExchange exchange) {
    return new Visit(
        client(exchange),
        exchange.getRequestMethod().toString(),
        exchange.getRelativePath(),
        header(exchange, Headers.AUTHORIZATION),
        Optional.ofNullable(exchange.getRequestCookie(COOKIE)).map(Cookie::getValue),
        exchange.getHostAndPort(),
        header(exchange, Headers.ORIGIN));
  }

  private static String client(HttpServerExchange exchange) {
    return exchange.getSourceAddress().getAddress().getHostAddress();
  }

  private static Optional<String> header(HttpServerExchange exchange, HttpString name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  private static void refuse(HttpServerExchange exchange, Refusal why, String to) {
    if (why == Refusal.THROTTLED) {
      exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "60");
    }
    String accept = header(exchange, Headers.ACCEPT).orElse("");
    if (!Site.isForPeople(exchange.getRelativePath(), accept)) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer realm=\"glasswatch\"");
      Reply.send(exchange, Answer.error(why.status(), why.reason()));
      return;
    }
    String said = why == Refusal.MISSING ? "" : why.reason();
    Reply.send(exchange, Answer.html(why.status(), LoginPage.render(to, said), Html.POLICY));
  }

  private static String addressOf(HttpServerExchange exchange) {
    String query = exchange.getQueryString();
    return exchange.getRequestURI() + (query.isEmpty() ? "" : "?" + query);
  }

  private void login(HttpServerExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      Reply.send(exchange, Answer.html(Answer.OK, LoginPage.render("/", ""), Html.POLICY));
      return;
    }
    FormData form = form(exchange);
    String to = LoginPage.here(field(form, "to"));
    Login login = gate.signIn(client(exchange), field(form, "token"));
    if (login instanceof Login.Failed failed) {
      refuse(exchange, failed.why(), to);
    } else if (login instanceof Login.SignedIn in) {
      exchange.setResponseCookie(cookie(exchange, in.session(), in.lasts()));
      leadTo(exchange, to);
    }
  }

  private static FormData form(HttpServerExchange exchange) throws IOException {
    try (FormDataParser parser = FORMS.createParser(exchange)) {
      return parser == null ? new FormData(1) : parser.parseBlocking();
    }
  }

  private static String field(FormData form, String name) {
    return Optional.ofNullable(form.getFirst(name)).map(FormData.FormValue::getValue).orElse("");
  }

  private static void end(HttpServerExchange exchange) {
    if (exchange.getRequestMethod().equals(Methods.POST)) {
      exchange.setResponseCookie(cookie(exchange, "", Duration.ZERO));
    }
    leadTo(exchange, "/login");
  }

  private static void leadTo(HttpServerExchange exchange, String address) {
    Reply.send(exchange, Answer.seeOther(address));
  }

  private static Cookie cookie(HttpServerExchange exchange, String session, Duration lasts) {
    boolean encrypted =
        exchange.isSecure()
            || header(exchange, FORWARDED_PROTO).filter("https"::equals).isPresent();
    return new CookieImpl(COOKIE, session)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(encrypted)
        .setSameSiteMode("Strict")
        .setMaxAge((int) lasts.toSeconds());
  }
}
