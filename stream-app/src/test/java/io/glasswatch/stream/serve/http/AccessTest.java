package io.glasswatch.stream.serve.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.stream.StreamSettings;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.InMemoryRecords;
import io.glasswatch.stream.serve.access.Gate;
import io.glasswatch.stream.serve.access.Tokens;
import io.glasswatch.stream.serve.access.Verdict.Refusal;
import io.glasswatch.stream.serve.fleet.Peers;
import io.glasswatch.testing.Browser;
import io.prometheus.client.CollectorRegistry;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;

class AccessTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String VIEWER = "v".repeat(32);
  private static final String AUDITOR = "a".repeat(32);
  private static final String SCRAPER = "s".repeat(32);
  private static final String REVIEWER = "r".repeat(32);
  private static final Tokens TOKENS =
      Tokens.parse(
          """
          # who is let in
          viewer anna %s
          reviewer bo@acme %s
          auditor cy %s, scraper prometheus %s
          """
              .formatted(VIEWER, REVIEWER, AUDITOR, SCRAPER));

  private final List<Refusal> refused = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private WebServer server;

  @BeforeEach
  void start() {
    server = WebServer.bind("127.0.0.1", 0, new Gate(TOKENS, () -> now, refused::add));
    server.serve(
        InMemoryRecords.of(CasesOf.leakedKey("i-1")),
        new Peers(Set::of),
        review -> {},
        new CollectorRegistry());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/health/live, 200, 200, 200, 200, 200, 200",
    "/metrics, 401, 200, 200, 200, 200, 403",
    "/, 401, 200, 200, 200, 403, 403",
    "/cases/i-1, 401, 200, 200, 200, 403, 403",
    "/api/v1/cases, 401, 200, 200, 200, 403, 403",
    "/no/such/place, 401, 404, 404, 404, 403, 403",
    "/audit, 401, 403, 403, 200, 403, 403",
    "/api/v1/audit/x, 401, 403, 403, 404, 403, 403",
    "/local/alerts, 401, 403, 403, 403, 403, 200",
  })
  void everyRoleSeesWhatIsItsOwn(
      String path, int nobody, int viewer, int reviewer, int auditor, int scraper, int peer) {
    assertThat(get(path).statusCode()).isEqualTo(nobody);
    assertThat(get(path, "Bearer " + VIEWER).statusCode()).isEqualTo(viewer);
    assertThat(get(path, "Bearer " + REVIEWER).statusCode()).isEqualTo(reviewer);
    assertThat(get(path, "Bearer " + AUDITOR).statusCode()).isEqualTo(auditor);
    assertThat(get(path, "Bearer " + SCRAPER).statusCode()).isEqualTo(scraper);
    assertThat(get(path, "Bearer " + TOKENS.peerToken()).statusCode()).isEqualTo(peer);
  }

  @Test
  void onlyAReviewerChangesSomethingAndNoOtherSitesPage() {
    assertThat(post("/cases/i-1", "", "Authorization", "Bearer " + VIEWER).statusCode())
        .isEqualTo(403);
    assertThat(post("/cases/i-1", "", "Authorization", "Bearer " + REVIEWER).statusCode())
        .isNotIn(401, 403);
    HttpResponse<String> elsewhere =
        post(
            "/cases/i-1",
            "",
            "Authorization",
            "Bearer " + REVIEWER,
            "Origin",
            "https://elsewhere.example");
    assertThat(elsewhere.statusCode()).isEqualTo(403);
    assertThat(refused).containsExactly(Refusal.FORBIDDEN, Refusal.CROSS_SITE);
  }

  @Test
  void aTokenMayAlsoComeAsThePasswordOfBasicAuthentication() {
    String pair = Base64.getEncoder().encodeToString(("anybody:" + VIEWER).getBytes(UTF_8));

    assertThat(get("/", "Basic " + pair).statusCode()).isEqualTo(200);
    assertThat(get("/", "Basic ???").statusCode()).isEqualTo(401);
    assertThat(get("/", "Bearer").statusCode()).isEqualTo(401);
    assertThat(get("/", "Bearer " + VIEWER + "x").statusCode()).isEqualTo(401);
  }

  @Test
  void whoeverIsNotLetInLearnsNothingAndEveryAnswerIsGuarded() {
    HttpResponse<String> answer = get("/cases/i-1");

    assertThat(answer.body()).isEqualTo("{\"error\":\"a token is needed\"}");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"glasswatch\"");
    for (HttpResponse<String> any : List.of(answer, get("/metrics", "Bearer " + SCRAPER))) {
      assertThat(any.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'");
      assertThat(any.headers().firstValue("X-Frame-Options")).contains("DENY");
      assertThat(any.headers().firstValue("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void tooManyFailuresMakeAClientWaitAMinute() {
    for (int i = 0; i < 10; i++) {
      assertThat(get("/", "Bearer wrong-" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> eleventh = get("/", "Bearer " + VIEWER);
    assertThat(eleventh.statusCode()).isEqualTo(429);
    assertThat(eleventh.headers().firstValue("Retry-After")).contains("60");
    assertThat(signIn(VIEWER, "/").statusCode()).isEqualTo(429);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    now = now.plus(Duration.ofSeconds(60));
    assertThat(get("/", "Bearer " + VIEWER).statusCode()).isEqualTo(200);
    assertThat(refused).hasSize(12).contains(Refusal.UNKNOWN, Refusal.THROTTLED);
  }

  @Test
  void aSessionIsABrowsersAloneAndEnds() {
    HttpResponse<String> in = signIn(VIEWER, "/cases/i-1?x=1");
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).contains("/cases/i-1?x=1");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain(VIEWER);
    String session = cookie.substring(0, cookie.indexOf(';'));
    assertThat(get("/", "Cookie", session).statusCode()).isEqualTo(200);
    assertThat(get("/audit", "Cookie", session).statusCode()).isEqualTo(403);
    assertThat(get("/", "Cookie", session.replace("=", "=x")).statusCode()).isEqualTo(401);
    now = now.plus(Duration.ofHours(12));
    assertThat(get("/", "Cookie", session).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"//evil.example", "https://evil.example", "/\\evil.example", "''"})
  void signingInLeadsToNoOtherSite(String to) {
    assertThat(signIn(VIEWER, to).headers().firstValue("Location")).contains("/");
  }

  @Test
  void aPersonSignsInAndOutInABrowser() {
    try (Browser browser = Browser.start()) {
      browser.open(server.url() + "/cases/i-1", 900, false);
      assertThat(browser.find("h1").getText()).isEqualTo("Sign in");
      browser.find("input[name=token]").sendKeys("wrong");
      browser.leaveBy(() -> browser.find("form[action='/login'] button").click());
      assertThat(browser.find("[role=alert]").getText()).contains("not known");
      browser.find("input[name=token]").sendKeys(VIEWER);
      browser.leaveBy(() -> browser.find("form[action='/login'] button").click());

      assertThat(browser.driver().getCurrentUrl()).isEqualTo(server.url() + "/cases/i-1");
      assertThat(browser.driver().findElement(By.tagName("h1")).getText()).contains("i-1");
      Cookie cookie = browser.driver().manage().getCookieNamed("glasswatch-session");
      assertThat(cookie.isHttpOnly()).isTrue();
      assertThat(cookie.getSameSite()).isEqualTo("Strict");

      browser.driver().get(server.url() + "/login");
      browser.leaveBy(() -> browser.find("form[action='/logout'] button").click());
      browser.driver().get(server.url() + "/cases/i-1");
      assertThat(browser.find("h1").getText()).isEqualTo("Sign in");
    }
  }

  @Test
  void anAddressThatOthersReachNeedsTokens() {
    Map<String, String> open = Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:1", "HTTP_HOST", "0.0.0.0");

    assertThatThrownBy(() -> StreamSettings.from(open))
        .hasMessageContaining(
            "HTTP_HOST 0.0.0.0 can be reached from other machines, so HTTP_TOKENS or"
                + " HTTP_TOKENS_FILE must say who is let in; see docs/security.md");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          viewer anna short | entry 1: a token must have at least 32 characters
          viewer anna       | entry 1 must be: role name token
          boss anna xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | entry 1: a role is viewer, reviewer, auditor or scraper
          """)
  void aListOfTokensThatIsWrongSaysWhereButNotWhat(String written, String problem) {
    assertThatThrownBy(() -> Tokens.parse(written)).hasMessage(problem);
  }

  private HttpResponse<String> signIn(String token, String to) {
    String form = "token=" + token + "&to=" + URLEncoder.encode(to, UTF_8);
    return post("/login", form, "Content-Type", "application/x-www-form-urlencoded");
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server.url() + path)));
  }

  private HttpResponse<String> get(String path, String authorization) {
    return get(path, "Authorization", authorization);
  }

  private HttpResponse<String> get(String path, String header, String value) {
    return send(HttpRequest.newBuilder(URI.create(server.url() + path)).header(header, value));
  }

  private HttpResponse<String> post(String path, String body, String... headers) {
    return send(
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
