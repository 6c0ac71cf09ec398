package io.glasswatch.stream.serve.http;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Require;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.Records;
import io.glasswatch.stream.serve.page.AlertsPage;
import io.glasswatch.stream.serve.page.CaseListPage;
import io.glasswatch.stream.serve.page.CasePage;
import io.glasswatch.stream.serve.page.DriftPage;
import io.glasswatch.stream.serve.page.ErrorPage;
import io.glasswatch.stream.serve.page.Html;
import io.glasswatch.stream.serve.page.RunbookPage;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every address of the web server and what stands there. */
final class Site {

  /** A path that ends in a slash stands for all below it. */
  private record Route(String path, Function<Request, Answer> answer) {

    boolean leadsTo(String asked) {
      boolean forAllBelow = path.endsWith("/") && path.length() > 1;
      return forAllBelow
          ? asked.startsWith(path) && asked.length() > path.length()
          : asked.equals(path);
    }
  }

  private final Records records;
  private final MetricsText metrics;
  private final DriftGauges drift;
  private final List<Route> routes;

  Site(Records records, CollectorRegistry registry) {
    this.records = records;
    this.metrics = new MetricsText(registry);
    this.drift = new DriftGauges(registry);
    this.routes =
        List.of(
            new Route("/", this::overview),
            new Route("/cases/", this::casePage),
            new Route("/alerts", r -> html(Answer.OK, AlertsPage.render(records.alerts()))),
            new Route("/drift", r -> html(Answer.OK, DriftPage.render(drift.lines()))),
            new Route("/api/v1/drift", r -> Answer.items(drift.lines())),
            new Route("/runbook", r -> html(Answer.OK, RunbookPage.render())),
            new Route("/api/v1/cases", r -> Answer.items(recent(r))),
            new Route("/api/v1/cases/", this::caseJson),
            new Route("/api/v1/alerts", r -> Answer.items(alerts(r))),
            new Route("/metrics", r -> metrics.answer(r.accept())),
            new Route("/health/live", r -> health("live", records.live())),
            new Route("/health/ready", r -> health("ready", records.ready())));
  }

  Answer answer(Request request) {
    Optional<Route> route = routes.stream().filter(r -> r.leadsTo(request.path())).findFirst();
    try {
      return route.map(r -> r.answer().apply(request)).orElseGet(() -> nothingAt(request));
    } catch (IllegalArgumentException e) {
      return failed(request, Answer.BAD_REQUEST, e.getMessage());
    }
  }

  /** Returns the answer to a request that could not be answered, as JSON or as a page. */
  static Answer failed(Request request, int status, String reason) {
    return isForPeople(request)
        ? html(status, ErrorPage.render(status, reason))
        : Answer.error(status, reason);
  }

  private Answer overview(Request request) {
    CaseQuery query = QueryReader.read(request);
    return html(Answer.OK, CaseListPage.render(query, records.recent(query), records.alerts()));
  }

  private Answer casePage(Request request) {
    String id = request.path().substring("/cases/".length());
    return records
        .find(id)
        .map(c -> html(Answer.OK, CasePage.page(c, alertsOf(c))))
        .orElseGet(() -> noCase(request, id));
  }

  private Answer caseJson(Request request) {
    String id = request.path().substring("/api/v1/cases/".length());
    return records
        .find(id)
        .map(c -> Answer.json(Answer.OK, c))
        .orElseGet(() -> noCase(request, id));
  }

  private List<CaseLine> recent(Request request) {
    return records.recent(QueryReader.read(request));
  }

  private List<Alert> alerts(Request request) {
    Optional<String> state = request.parameter("state");
    state.ifPresent(Site::requireState);
    Optional<String> model = request.parameter("model");
    return records.alerts().stream()
        .filter(a -> state.map(a.state().id()::equals).orElse(true))
        .filter(a -> model.map(a.model()::equals).orElse(true))
        .toList();
  }

  private static void requireState(String state) {
    Require.that(
        List.of(Alert.State.values()).stream().anyMatch(s -> s.id().equals(state)),
        "parameter \"state\" must be one of pending, firing, resolved, but was \"%s\"",
        state);
  }

  private List<Alert> alertsOf(Case item) {
    String id = item.interaction().id();
    return records.alerts().stream()
        .filter(a -> a.interaction().filter(id::equals).isPresent())
        .toList();
  }

  private static Answer health(String what, boolean good) {
    return Answer.json(good ? Answer.OK : Answer.UNAVAILABLE, Map.of(what, good));
  }

  private static Answer noCase(Request request, String id) {
    return failed(
        request,
        Answer.NOT_FOUND,
        "no case has the id \"%s\"; it was not flagged or sampled, or its retention is over"
            .formatted(id));
  }

  private static Answer nothingAt(Request request) {
    return failed(request, Answer.NOT_FOUND, "nothing at %s".formatted(request.path()));
  }

  private static boolean isForPeople(Request request) {
    return !request.path().startsWith("/api/") && request.accept().contains("text/html");
  }

  private static Answer html(int status, String page) {
    return Answer.html(status, page, Html.POLICY);
  }
}
