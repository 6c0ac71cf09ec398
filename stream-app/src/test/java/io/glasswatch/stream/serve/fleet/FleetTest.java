package io.glasswatch.stream.serve.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Where;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.DriftLine;
import io.glasswatch.stream.serve.InMemoryRecords;
import io.glasswatch.stream.serve.NearCase;
import io.glasswatch.stream.serve.ReviewDesk;
import io.glasswatch.stream.serve.http.WebServer;
import io.prometheus.client.CollectorRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances over real HTTP, each of which knows the other. */
class FleetTest {

  private static final String ODD_ID = "a/b c?d=é&<i>";

  private final InMemoryRecords first =
      InMemoryRecords.of(CasesOf.leakedKey("i-1"))
          .with(CasesOf.alert("i-1", Alert.State.FIRING))
          .with(DriftLine.undecided("m@1", "all", "latency", 3))
          .as(0, 2);
  private final InMemoryRecords second =
      InMemoryRecords.of(CasesOf.leakedKey("i-1"), CasesOf.harmless(ODD_ID, Optional.empty()))
          .with(CasesOf.alert("i-1", Alert.State.FIRING))
          .with(DriftLine.judged("m@2", "all", "latency", 1, 2, 100, Optional.empty()))
          .as(1, 2);
  private final Set<String> addresses = new HashSet<>();
  private WebServer one;
  private WebServer two;
  private Fleet fleet;

  @BeforeEach
  void start() {
    one = WebServer.bind("127.0.0.1", 0);
    two = WebServer.bind("127.0.0.1", 0);
    addresses.add("127.0.0.1:" + two.port());
    Peers ofOne = new Peers(() -> addresses);
    one.serve(first, ofOne, ReviewDesk.CLOSED, new CollectorRegistry());
    two.serve(
        second,
        new Peers(() -> Set.of("127.0.0.1:" + one.port())),
        ReviewDesk.CLOSED,
        new CollectorRegistry());
    fleet = new Fleet(first, ofOne);
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void aCaseIsFoundWhereverItLies() {
    Gathered<?> found = fleet.find(ODD_ID);

    assertThat(found.value()).isEqualTo(Optional.of(second.cases().get(1)));
    assertThat(fleet.find("i-1").value()).contains(first.cases().get(0));
  }

  @Test
  void whatNobodyHasIsMissingForSure() {
    assertThat(fleet.find("no-such").complete()).isTrue();
    assertThat(fleet.find("no-such").value()).isEmpty();
  }

  @Test
  void aListHoldsWhatEitherHasOnce() {
    Gathered<List<CaseLine>> recent = fleet.recent(CaseQuery.NEWEST);

    assertThat(recent.value()).extracting(CaseLine::id).containsExactlyInAnyOrder("i-1", ODD_ID);
    assertThat(recent.missing()).isEmpty();
    assertThat(fleet.alerts().value()).hasSize(1);
    assertThat(fleet.drift().value())
        .containsExactlyInAnyOrder(first.driftLines().get(0), second.driftLines().get(0));
  }

  @Test
  void aCaseWithNearlyTheSameTextIsFoundWhereverItLies() {
    Fleet other =
        new Fleet(
            InMemoryRecords.of(CasesOf.leakedKey("i-9")).as(0, 2), new Peers(() -> addresses));

    Gathered<List<NearCase>> near = other.near(CasesOf.leakedKey("i-9"));

    assertThat(near.complete()).isTrue();
    assertThat(near.value())
        .extracting(n -> n.line().id(), NearCase::where, NearCase::distance)
        .containsExactly(tuple("i-1", Where.PROMPT, 0));
    assertThat(other.near(CasesOf.harmless("i-8", Optional.empty())).value())
        .extracting(n -> n.line().id())
        .containsExactly(ODD_ID);
  }

  @Test
  void aDeadPeerLeavesAPartialAnswerThatSaysSo() {
    two.close();

    Gathered<List<CaseLine>> recent = fleet.recent(CaseQuery.NEWEST);

    assertThat(recent.value()).extracting(CaseLine::id).containsExactly("i-1");
    assertThat(recent.complete()).isFalse();
    assertThat(recent.missing())
        .isEqualTo(
            "1 of 2 partitions did not answer; no answer from 127.0.0.1:%d".formatted(two.port()));
    assertThat(fleet.find(ODD_ID).complete()).isFalse();
  }

  @Test
  void aPartitionOnItsWayIsMissingThoughEverybodyAnswers() {
    addresses.clear();

    assertThat(fleet.recent(CaseQuery.NEWEST).missing())
        .isEqualTo("1 of 2 partitions did not answer");
  }

  @Test
  void aRestoringInstanceStillAnswersForTheOthers() {
    Fleet restoring = new Fleet(first.restoring(), new Peers(() -> addresses));

    assertThat(restoring.recent(CaseQuery.NEWEST).value()).hasSize(2);
    assertThat(restoring.recent(CaseQuery.NEWEST).missing())
        .isEqualTo("1 of 2 partitions did not answer; no answer from this instance");
  }

  @Test
  void whoIsAskedByAnotherAsksNobodyInTurn() {
    Fleet asksItself = new Fleet(first, new Peers(() -> Set.of("127.0.0.1:" + one.port())));

    assertThat(asksItself.recent(CaseQuery.NEWEST).value()).hasSize(1);
    assertThat(asksItself.recent(CaseQuery.NEWEST).answered()).isEqualTo(1);
  }
}
