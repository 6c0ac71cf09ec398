package io.glasswatch.stream;

import static io.glasswatch.contract.Topics.ALERTS;
import static io.glasswatch.contract.Topics.AUDIT;
import static io.glasswatch.contract.Topics.OPERATIONS;
import static io.glasswatch.contract.Topics.REJECTED;
import static io.glasswatch.stream.TopicArrows.read;
import static io.glasswatch.stream.TopicArrows.writeByPartition;

import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Case;
import io.glasswatch.contract.Review;
import io.glasswatch.stream.audit.AuditProcessor;
import io.glasswatch.stream.audit.AuditWriter;
import io.glasswatch.stream.audit.Head;
import io.glasswatch.stream.audit.entry.Facts;
import java.time.Instant;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** The part of the flow that writes the audit log. */
final class AuditFlow {

  private AuditFlow() {}

  /** Adds every decision, refusal, alert, review and operation as an entry of the audit log. */
  @SuppressWarnings("unchecked")
  static void add(
      AuditWriter writer,
      StreamsBuilder builder,
      KStream<String, Assessment> assessments,
      KStream<String, Case> cases,
      KStream<String, Review> reviews) {
    Facts facts = writer.facts();
    KStream<?, ?> written =
        assessments
            .mapValues(item -> facts.of(item), Named.as("assessment-facts"))
            .merge(cases.mapValues(item -> facts.of(item), Named.as("case-facts")))
            .merge(read(builder, ALERTS).mapValues(item -> facts.of(item), Named.as("alert-facts")))
            .merge(
                read(builder, REJECTED)
                    .map(
                        (key, item) -> KeyValue.pair("", facts.of(item, Instant.now())),
                        Named.as("rejection-facts")))
            .merge(reviews.mapValues(item -> facts.of(item), Named.as("review-facts")))
            .merge(
                read(builder, OPERATIONS)
                    .mapValues(item -> facts.of(item), Named.as("operation-facts")))
            .process(writer.supplier(), Named.as("audit"));
    writeByPartition(AUDIT, AuditProcessor.ENTRIES_TO, (KStream<Integer, byte[]>) written);
    writeByPartition(Head.TOPIC, AuditProcessor.HEADS_TO, (KStream<Integer, Head>) written);
  }
}
