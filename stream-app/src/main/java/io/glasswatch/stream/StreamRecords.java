package io.glasswatch.stream;

import io.glasswatch.contract.Alert;
import io.glasswatch.contract.Case;
import io.glasswatch.stream.alert.AlertReader;
import io.glasswatch.stream.join.CaseReader;
import io.glasswatch.stream.serve.CaseLine;
import io.glasswatch.stream.serve.CaseQuery;
import io.glasswatch.stream.serve.Records;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/** What the running streams know, as the web server reads it. */
final class StreamRecords implements Records {

  private final KafkaStreams streams;
  private final CaseReader cases;
  private final AlertReader alerts;

  StreamRecords(KafkaStreams streams) {
    this.streams = streams;
    this.cases = new CaseReader(streams);
    this.alerts = new AlertReader(streams);
  }

  @Override
  public Optional<Case> find(String id) {
    return cases.find(id);
  }

  @Override
  public List<CaseLine> recent(CaseQuery query) {
    return cases.recent(item -> query.accepts(CaseLine.of(item)), query.limit()).stream()
        .map(CaseLine::of)
        .toList();
  }

  @Override
  public List<Alert> alerts() {
    return alerts.all();
  }

  @Override
  public boolean live() {
    return !streams.state().hasNotStarted()
        && !streams.state().isShuttingDown()
        && streams.state() != KafkaStreams.State.ERROR;
  }

  @Override
  public boolean ready() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }
}
