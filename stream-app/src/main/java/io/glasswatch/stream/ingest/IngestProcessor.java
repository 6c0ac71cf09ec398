package io.glasswatch.stream.ingest;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Rejected;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Turns each record of the live log into its interactions, keyed by conversation and stamped with
 * their event time, or into one {@link Rejected}. Nothing is dropped and nothing is thrown.
 */
public final class IngestProcessor implements Processor<byte[], byte[], Object, Object> {

  /** Name of the child that takes each {@link Interaction}, keyed by conversation. */
  public static final String INTERACTIONS_TO = "interactions";

  /** Name of the child that takes each {@link Half}, keyed by what both halves carry. */
  public static final String HALVES_TO = "halves";

  /** Name of the child that takes each {@link Rejected}, keyed as the record was. */
  public static final String REJECTED_TO = "mask-rejected";

  private final Limits limits;
  private final IngestEvents events;
  private ProcessorContext<Object, Object> context;
  private Formats formats;

  public IngestProcessor(Limits limits, IngestEvents events) {
    this.limits = limits;
    this.events = events;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    this.context = context;
    this.formats = new Formats(limits, () -> Instant.ofEpochMilli(context.currentSystemTimeMs()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    RawRecord raw =
        new RawRecord(value, Instant.ofEpochMilli(record.timestamp()), headers(record.headers()));
    Reading reading = formats.read(raw);
    if (reading instanceof Reading.Read read) {
      events.accepted(read);
      read.interactions().forEach(interaction -> forward(record, interaction));
      read.halves().forEach(half -> forward(record, half));
    } else if (reading instanceof Reading.Refused refused) {
      reject(record, value, refused);
    }
  }

  private void forward(Record<byte[], byte[]> record, Interaction interaction) {
    context.forward(
        record
            .<Object>withKey(interaction.conversation())
            .<Object>withValue(interaction)
            .withTimestamp(interaction.time().toEpochMilli())
            .withHeaders(null),
        INTERACTIONS_TO);
  }

  private void forward(Record<byte[], byte[]> record, Half half) {
    context.forward(
        record
            .<Object>withKey(half.pair())
            .<Object>withValue(half)
            .withTimestamp(half.part().time().toEpochMilli())
            .withHeaders(null),
        HALVES_TO);
  }

  private void reject(Record<byte[], byte[]> record, byte[] value, Reading.Refused refused) {
    events.rejected(refused.reason());
    RecordMetadata from =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
    Rejected rejected =
        new Rejected(
            refused.reason(),
            refused.detail(),
            from.topic(),
            from.partition(),
            from.offset(),
            value);
    context.forward(record.<Object>withKey(record.key()).<Object>withValue(rejected), REJECTED_TO);
  }

  private static Map<String, byte[]> headers(Headers headers) {
    Map<String, byte[]> map = new HashMap<>();
    for (Header header : headers) {
      if (header.value() != null) {
        map.put(header.key(), header.value());
      }
    }
    return map;
  }
}
