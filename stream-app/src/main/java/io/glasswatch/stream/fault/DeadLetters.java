package io.glasswatch.stream.fault;

import io.glasswatch.contract.Rejected;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.mask.Letter;
import io.glasswatch.stream.mask.TextGuard;
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

  private static final Object TURN = new Object();

  private Consumer<Rejected.Reason> counter;
  private TextGuard guard;

  /** Takes what {@link KeepStreaming} put into the Streams properties. */
  @SuppressWarnings("unchecked")
  void configure(Map<String, ?> configs) {
    counter = (Consumer<Rejected.Reason>) configs.get(KeepStreaming.COUNTER);
    guard = (TextGuard) configs.get(KeepStreaming.GUARD);
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
    return List.of(letter(context.sourceRawKey(), rejected));
  }

  /** All threads share the guard; it is needed too seldom for one each. */
  private ProducerRecord<byte[], byte[]> letter(byte[] key, Rejected rejected) {
    Letter kept;
    synchronized (TURN) {
      kept = guard.guarded(new Letter(key, rejected, new RecordHeaders()));
    }
    byte[] value =
        Topics.REJECTED
            .values()
            .serializer()
            .serialize(Topics.REJECTED.name(), kept.headers(), kept.rejected());
    return new ProducerRecord<>(Topics.REJECTED.name(), null, kept.key(), value, kept.headers());
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
