package io.glasswatch.stream.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Alert.State;
import io.glasswatch.stream.serve.CasesOf;
import io.glasswatch.stream.serve.fleet.Gathered;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsPageTest {

  @Test
  void whatDriftsOfAModelIsOneRowWithItsPartsFolded() {
    String page =
        page(
            CasesOf.drift("bot@1", "all", "latency", 0.3, State.FIRING),
            CasesOf.drift("bot@1", "tenant=acme", "response_length", 0.5, State.FIRING),
            CasesOf.drift("bot@1", "all", "refusal", 0.9, State.RESOLVED),
            CasesOf.drift("bot@2", "all", "latency", 0.3, State.PENDING),
            CasesOf.alert("i-1", State.FIRING));

    assertThat(page.split("<th scope=\"row\" class=\"id\"", -1)).hasSize(3 + 1);
    assertThat(page.split("<details>", -1)).hasSize(1 + 1);
    assertThat(page)
        .contains(
            "3 signals and segments: 2 firing, 1 resolved; furthest response_length of"
                + " tenant&#x3D;acme, 2.50 × its threshold");
    String parts = page.substring(page.indexOf("<details>"), page.indexOf("</details>"));
    assertThat(parts.indexOf(">response_length<")).isLessThan(parts.indexOf(">latency<"));
    assertThat(parts.indexOf(">latency<")).isLessThan(parts.indexOf(">refusal<"));
  }

  @Test
  void aSingleDriftedSignalIsARowLikeAnyOther() {
    assertThat(page(CasesOf.drift("bot@1", "all", "latency", 0.3, State.FIRING)))
        .contains("<td>all</td><td>latency</td>")
        .doesNotContain("<details>");
  }

  @Test
  void otherAlertsOfOneModelStayApart() {
    assertThat(
            page(CasesOf.alert("i-1", State.FIRING), CasesOf.alert("i-2", State.RESOLVED))
                .split("<th scope=\"row\" class=\"id\"", -1))
        .hasSize(2 + 1);
  }

  private static String page(Alert... alerts) {
    return AlertsPage.render(new Gathered<>(List.of(alerts), 1, 1, List.of()));
  }
}
