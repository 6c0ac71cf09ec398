package io.glasswatch.stream.fault;

import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a record that failed aside, in the same transaction as the progress past it. */
final class DeadLetters {

  private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetters.class);

  private Consumer<Rejected.Reason> counter = reason -> {};

  /** Takes the counter that {@link KeepStreaming#COUNTER} names out of the Streams properties. */
  @SuppressWarnings("unchecked")
  void configure(Map<String, ?> configs) {
    Object configured = configs.get(KeepStreaming.COUNTER);
    if (configured != null) {
      counter = (Consumer<Rejected.Reason>) configured;
    }
  }

  /**
   * Returns what to write for a record that failed; nothing for a failure without a record, such as
   * that of a timer.
   *
   * <p>Only the exception's class and place are told: its message may quote the record.
   */
  List<ProducerRecord<byte[], byte[]>> of(ErrorHandlerContext context, Exception failure) {
    String place = place(failure);
    LOGGER
        .atError()
        .addKeyValue("topic", context.topic())
        .addKeyValue("partition", context.partition())
        .addKeyValue("offset", context.offset())
        .addKeyValue("processor", context.processorNodeId())
        .addKeyValue("failure", place)
        .log("put a record aside that failed");
    counter.accept(Rejected.Reason.FAILED);
    if (context.topic() == null) {
      return List.of();
    }
    byte[] bytes = Optional.ofNullable(context.sourceRawValue()).orElse(new byte[0]);
    Rejected rejected =
        new Rejected(
            Rejected.Reason.FAILED,
            "%s in %s".formatted(place, context.processorNodeId()),
            context.topic(),
            context.partition(),
            context.offset(),
            bytes);
    RecordHeaders headers = new RecordHeaders();
    byte[] value =
        Topics.REJECTED.values().serializer().serialize(Topics.REJECTED.name(), headers, rejected);
    return List.of(
        new ProducerRecord<>(Topics.REJECTED.name(), null, context.sourceRawKey(), value, headers));
  }

  private static String place(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    StackTraceElement[] trace = root.getStackTrace();
    return root.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
