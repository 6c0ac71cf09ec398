package io.glasswatch.stream.serve.http;

import static io.glasswatch.stream.serve.fleet.Peers.LOCAL;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Require;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.attribution.AttributionQuery;
import io.glasswatch.stream.join.Fingerprint;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.NotReadyException;
import io.glasswatch.stream.serve.Part;
import io.glasswatch.stream.serve.Records;
import io.glasswatch.stream.serve.ReviewDesk;
import io.glasswatch.stream.serve.fleet.Fleet;
import io.glasswatch.stream.serve.fleet.Gathered;
import io.glasswatch.stream.serve.page.AlertsPage;
import io.glasswatch.stream.serve.page.AttributionsPage;
import io.glasswatch.stream.serve.page.AuditLogPage;
import io.glasswatch.stream.serve.page.CaseListPage;
import io.glasswatch.stream.serve.page.CasePage;
import io.glasswatch.stream.serve.page.DriftPage;
import io.glasswatch.stream.serve.page.DriftSignalPage;
import io.glasswatch.stream.serve.page.ErrorPage;
import io.glasswatch.stream.serve.page.HeadChoice;
import io.glasswatch.stream.serve.page.Html;
import io.glasswatch.stream.serve.page.RunbookPage;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /** Below it, forms with reviews are taken. */
  static final String REVIEWS = "/reviews/";

  private final Fleet fleet;
  private final ReviewDesk reviews;
  private final MetricsText metrics;
  private final List<Route> routes;

  /**
   * @param own what this instance holds
   * @param fleet what all instances hold
   * @param reviews where reviews are handed in
   */
  Site(Records own, Fleet fleet, ReviewDesk reviews, CollectorRegistry registry) {
    this.fleet = fleet;
    this.reviews = reviews;
    this.metrics = new MetricsText(registry);
    this.routes =
        List.of(
            new Route("/", this::overview),
            new Route("/cases/", this::casePage),
            new Route(REVIEWS, this::review),
            new Route("/alerts", r -> html(Answer.OK, AlertsPage.render(fleet.alerts()))),
            new Route("/drift", r -> html(Answer.OK, DriftPage.render(fleet.drift()))),
            new Route("/drift/signal", this::driftSignal),
            new Route("/explanations", this::attributions),
            new Route("/audit", r -> html(Answer.OK, AuditLogPage.render(fleet.audit()))),
            new Route("/runbook", r -> html(Answer.OK, RunbookPage.render())),
            new Route("/api/v1/cases", r -> Answer.items(fleet.recent(QueryReader.read(r)))),
            new Route("/api/v1/cases/", this::caseJson),
            new Route("/api/v1/alerts", r -> Answer.items(alerts(r))),
            new Route("/api/v1/rules", r -> Answer.json(Answer.OK, own.rules())),
            new Route("/api/v1/drift", r -> Answer.items(fleet.drift())),
            new Route(
                "/api/v1/explanations",
                r -> Answer.items(fleet.attributions(QueryReader.attributions(r)))),
            new Route(
                LOCAL + "/attributions",
                r -> local(() -> own.attributions(QueryReader.attributions(r)))),
            new Route(LOCAL + "/cases", r -> local(() -> own.recent(QueryReader.read(r)))),
            new Route(LOCAL + "/cases/", r -> local(() -> own.find(r.below(LOCAL + "/cases/")))),
            new Route(
                LOCAL + "/reviews/", r -> local(() -> own.review(r.below(LOCAL + "/reviews/")))),
            new Route(LOCAL + "/near", r -> local(() -> own.near(Fingerprint.of(r.query())))),
            new Route(LOCAL + "/alerts", r -> local(own::alerts)),
            new Route(LOCAL + "/drift", r -> local(own::drift)),
            new Route(LOCAL + "/audit", r -> local(own::audit)),
            new Route("/metrics", r -> metrics.answer(r.accept())),
            new Route("/health/live", r -> health("live", own.live())),
            new Route("/health/ready", r -> health("ready", own.ready())));
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
    return html(Answer.OK, CaseListPage.render(query, fleet.recent(query), fleet.alerts()));
  }

  private Answer casePage(Request request) {
    String id = request.below("/cases/");
    Gathered<Optional<Case>> found = fleet.find(id);
    return found
        .value()
        .map(c -> html(Answer.OK, page(c, QueryReader.head(request))))
        .orElseGet(() -> noCase(request, id, found));
  }

  private String page(Case item, HeadChoice head) {
    String conversation = item.interaction().conversation();
    return CasePage.page(
        item,
        new CasePage.Known(
            fleet.review(item.interaction().id()).value(),
            alertsOf(item),
            fleet.recent(CaseQuery.of(conversation)).value(),
            fleet.near(item)),
        head);
  }

  /** All series of a segment, and the one that is asked for in full. */
  private Answer attributions(Request request) {
    AttributionQuery query = QueryReader.attributions(request);
    return html(
        Answer.OK, AttributionsPage.render(query, fleet.attributions(query.ofEverySeries())));
  }

  private Answer driftSignal(Request request) {
    Gathered<List<DriftLine>> drift = fleet.drift();
    return drift.value().stream()
        .filter(line -> request.parameter("model").filter(line.model()::equals).isPresent())
        .filter(line -> request.parameter("segment").filter(line.segment()::equals).isPresent())
        .filter(line -> request.parameter("signal").filter(line.signal()::equals).isPresent())
        .findFirst()
        .map(line -> html(Answer.OK, DriftSignalPage.render(line)))
        .orElseGet(
            () ->
                failed(
                    request,
                    drift.complete() ? Answer.NOT_FOUND : Answer.UNAVAILABLE,
                    drift.complete() ? "no such signal is watched" : drift.missing()));
  }

  /** Takes a review that the form of a case page sends in, and shows the case again. */
  private Answer review(Request request) {
    String id = request.below(REVIEWS);
    Gathered<Optional<Case>> found = fleet.find(id);
    if (found.value().isEmpty()) {
      return noCase(request, id, found);
    }
    CaseLine line = CaseLine.of(found.value().get());
    reviews.take(
        new Review(
            id,
            line.conversation(),
            line.model(),
            line.rules(),
            Review.Judgement.of(request.field("judgement")).orElse(null),
            request.field("note"),
            request.field("by"),
            Instant.now()));
    return Answer.seeOther(CasePage.path(id));
  }

  private Answer caseJson(Request request) {
    String id = request.below("/api/v1/cases/");
    Gathered<Optional<Case>> found = fleet.find(id);
    return found
        .value()
        .map(c -> Answer.json(Answer.OK, c))
        .orElseGet(() -> noCase(request, id, found));
  }

  /** What this instance says of itself, for the others. */
  private static Answer local(Supplier<Part<?>> part) {
    try {
      return Answer.json(Answer.OK, part.get());
    } catch (NotReadyException e) {
      return Answer.error(Answer.UNAVAILABLE, e.getMessage());
    }
  }

  private Gathered<List<Alert>> alerts(Request request) {
    Optional<String> state = request.parameter("state");
    state.ifPresent(Site::requireState);
    Optional<String> model = request.parameter("model");
    return fleet
        .alerts()
        .map(
            all ->
                all.stream()
                    .filter(a -> state.map(a.state().id()::equals).orElse(true))
                    .filter(a -> model.map(a.model()::equals).orElse(true))
                    .toList());
  }

  private static void requireState(String state) {
    Require.that(
        List.of(Alert.State.values()).stream().anyMatch(s -> s.id().equals(state)),
        "parameter \"state\" must be one of pending, firing, resolved, but was \"%s\"",
        state);
  }

  private List<Alert> alertsOf(Case item) {
    String id = item.interaction().id();
    return fleet.alerts().value().stream()
        .filter(a -> a.interaction().filter(id::equals).isPresent())
        .toList();
  }

  private static Answer health(String what, boolean good) {
    return Answer.json(good ? Answer.OK : Answer.UNAVAILABLE, Map.of(what, good));
  }

  private static Answer noCase(Request request, String id, Gathered<?> asked) {
    return asked.complete()
        ? failed(
            request,
            Answer.NOT_FOUND,
            "no case has the id \"%s\"; it was not flagged or sampled, or its retention is over"
                .formatted(id))
        : failed(
            request,
            Answer.UNAVAILABLE,
            "the case \"%s\" may be where nobody looked: %s".formatted(id, asked.missing()));
  }

  private static Answer nothingAt(Request request) {
    return failed(request, Answer.NOT_FOUND, "nothing at %s".formatted(request.path()));
  }

  private static boolean isForPeople(Request request) {
    return isForPeople(request.path(), request.accept());
  }

  static boolean isForPeople(String path, String accept) {
    return !path.startsWith("/api/") && accept.contains("text/html");
  }

  private static Answer html(int status, String page) {
    return Answer.html(status, page, Html.POLICY);
  }
}
