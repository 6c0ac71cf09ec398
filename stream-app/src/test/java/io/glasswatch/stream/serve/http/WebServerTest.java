package io.glasswatch.stream.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Finding;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.metrics.StreamMetrics;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.InMemoryRecords;
import io.glasswatch.stream.serve.ReviewDesk;
import io.glasswatch.stream.serve.fleet.Peers;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

  private static final String ODD_ID = "a/b c?d=é&<i>";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final CollectorRegistry registry = new CollectorRegistry();
  private final List<Review> reviews = new CopyOnWriteArrayList<>();
  private WebServer server;

  @BeforeEach
  void start() {
    Case leak = CasesOf.leakedKey("i-1");
    Case odd = CasesOf.harmless(ODD_ID, Optional.empty());
    InMemoryRecords records =
        InMemoryRecords.of(leak, odd)
            .with(CasesOf.alert("i-1", Alert.State.FIRING))
            .with(
                DriftLine.judged("m@1", "all", "latency", 0.5, 0.25, 100, Optional.empty()),
                DriftLine.undecided("m@1", "all", "refusal", 3));
    server = WebServer.bind("127.0.0.1", 0);
    server.serve(records, new Peers(Set::of), reviews::add, registry);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void metricsCarryTheInteractionAsAnExemplarInOpenMetrics() {
    Finding finding = CasesOf.leakedKey("i-1").findings().get(1);
    new StreamMetrics(registry).flagged("m@1", finding, "i-1", Optional.empty());

    assertThat(get("/metrics", "application/openmetrics-text; version=1.0.0").body())
        .containsPattern(
            "(?m)^llm_flagged_total\\{model=\"m@1\",category=\"secret\",severity=\"critical\","
                + "rule=\"secret.api-key\"} 1.0 # \\{record_id=\"i-1\"} 1.0 [0-9.]+$")
        .endsWith("# EOF\n");
    assertThat(get("/metrics", "").body())
        .contains("rule=\"secret.api-key\",} 1.0\n")
        .doesNotContain("record_id", "_created");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/cases, 2",
    "/api/v1/cases?severity=critical, 1",
    "/api/v1/cases?model=support-bot@2026-11&limit=1, 1",
    "/api/v1/cases?segment=tenant%3Dother, 0",
    "/api/v1/cases?category=pii&rule=pii.email, 1",
    "/api/v1/cases?from=2026-11-22T12:00:01Z, 0",
    "/api/v1/cases?from=1795348800000, 2",
    "/api/v1/cases?to=2026-11-22T12:00, 0",
    "/api/v1/alerts?state=firing, 1",
    "/api/v1/alerts?state=resolved, 0"
  })
  void aListHoldsWhatItsFiltersLetThrough(String path, int items) {
    assertThat(json(path).get("items")).hasSize(items);
  }

  @Test
  void driftIsListedWithItsScoreOrWithoutOne() {
    assertThat(json("/api/v1/drift").get("items").toString())
        .isEqualTo(
            "[{\"model\":\"m@1\",\"segment\":\"all\",\"signal\":\"latency\","
                + "\"score\":0.5,\"threshold\":0.25,\"records\":100},"
                + "{\"model\":\"m@1\",\"segment\":\"all\",\"signal\":\"refusal\",\"records\":3}]");
  }

  @Test
  void aCaseIsFoundByAnyIdThatALogMayHold() {
    String path = "/api/v1/cases/a%2Fb%20c%3Fd%3D%C3%A9%26%3Ci%3E";

    assertThat(json(path).at("/interaction/id").asText()).isEqualTo(ODD_ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/cases/no-such | 404 | no case has the id "no-such"; it was not flagged or sampled, or its retention is over
          /no/such/place | 404 | nothing at /no/such/place
          /api/v1/cases?limit=0 | 400 | limit must be 1 to 1000, but was 0
          /api/v1/cases?limit=x | 400 | parameter "limit" must be a whole number, but was "x"
          /api/v1/cases?from=noon | 400 | parameter "from" must be a time like 2026-01-31T12:00:00Z or milliseconds since 1970, but was "noon"
          /api/v1/cases?severity=bad | 400 | parameter "severity" must be one of info, warning, critical, but was "bad"
          /api/v1/cases?segment=acme | 400 | segment must be written dimension=value, but was "acme"
          /api/v1/alerts?state=on | 400 | parameter "state" must be one of pending, firing, resolved, but was "on"
          """)
  void anErrorSaysWhatWasWrong(String path, int status, String reason) {
    HttpResponse<String> answer = get(path, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(parse(answer.body()).get("error").asText()).isEqualTo(reason);
  }

  @Test
  void aPersonGetsAnErrorAsAPage() {
    HttpResponse<String> answer = get("/cases/%3Cscript%3E", "text/html");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("&lt;script&gt;").doesNotContain("<script");
  }

  @Test
  void everyAnswerForbidsScriptsFramesAndStrangers() {
    for (String path : List.of("/", "/alerts", "/cases/i-1", "/api/v1/cases", "/metrics", "/no")) {
      HttpResponse<String> answer = get(path, "text/html");
      String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
      assertThat(policy)
          .startsWith("default-src 'none'")
          .endsWith("frame-ancestors 'none'")
          .doesNotContain("unsafe", "script-src", "http");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void aForeignNameThatLeadsToThisMachineIsRefused() throws IOException {
    assertThat(statusFor("1.1", "Host: rebound.example\r\n")).isEqualTo("HTTP/1.1 403 Forbidden");
    assertThat(statusFor("1.1", "Host: localhost:" + server.port() + "\r\n"))
        .isEqualTo("HTTP/1.1 200 OK");
    assertThat(statusFor("1.0", "")).isEqualTo("HTTP/1.0 200 OK");
  }

  /** The HTTP client does not let a Host header be chosen, so this speaks for itself. */
  private String statusFor(String version, String header) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          "GET /api/v1/cases HTTP/%s\r\n%sConnection: close\r\n\r\n".formatted(version, header);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII).lines().findFirst().orElseThrow();
    }
  }

  @Test
  void onlyReadingIsServed() throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/cases"))
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();

    HttpResponse<String> answer = CLIENT.send(post, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void aReviewIsTakenFromOurOwnPageAndLeadsBackToTheCase() throws Exception {
    HttpResponse<String> answer =
        review("i-1", server.url(), "judgement=false_positive&note=a+sample+key&by=Ada");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/cases/i-1");
    assertThat(reviews).hasSize(1);
    assertThat(reviews.get(0).rules()).contains("secret.api-key");
    assertThat(reviews.get(0).judgement()).isEqualTo(Review.Judgement.FALSE_POSITIVE);
    assertThat(reviews.get(0).note()).isEqualTo("a sample key");
    assertThat(reviews.get(0).by()).isEqualTo("Ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "", "http://127.0.0.1:1", "::"})
  void aReviewFromAForeignPageIsRefused(String origin) throws Exception {
    assertThat(review("i-1", origin, "judgement=true_positive&by=Eve").statusCode()).isEqualTo(403);
    assertThat(reviews).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "i-1, judgement=maybe&by=Ada, 400",
    "i-1, judgement=true_positive, 400",
    "none, judgement=true_positive&by=Ada, 404"
  })
  void aReviewThatSaysNothingIsNotTaken(String id, String form, int status) throws Exception {
    assertThat(review(id, server.url(), form).statusCode()).isEqualTo(status);
    assertThat(reviews).isEmpty();
  }

  private HttpResponse<String> review(String id, String origin, String form) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/reviews/" + id))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void healthTellsLifeAndReadinessApart() {
    try (WebServer young = WebServer.bind("127.0.0.1", 0)) {
      assertThat(get(young, "/health/live", "").statusCode()).isEqualTo(503);
      young.serve(
          InMemoryRecords.of(new Case[0]).restoring(),
          new Peers(Set::of),
          ReviewDesk.CLOSED,
          new CollectorRegistry());
      assertThat(get(young, "/health/live", "").body()).isEqualTo("{\"live\":true}");
      assertThat(get(young, "/health/ready", "").statusCode()).isEqualTo(503);
    }
  }

  private JsonNode json(String path) {
    HttpResponse<String> answer = get(path, "application/json");
    assertThat(answer.statusCode()).isEqualTo(200);
    return parse(answer.body());
  }

  private HttpResponse<String> get(String path, String accept) {
    return get(server, path, accept);
  }

  private static HttpResponse<String> get(WebServer server, String path, String accept) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return Json.TEXT.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
