package io.glasswatch.stream.fault;

import io.glasswatch.contract.Rejected;
import io.glasswatch.stream.mask.TextGuard;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.api.Record;

/** Lets the stream go on past a record that fails, which is put aside and counted. */
public final class KeepStreaming {

  /** Streams property: a {@code Consumer<Rejected.Reason>} that is told of every failure. */
  public static final String COUNTER = "glasswatch.fault.counter";

  /** Streams property: a {@code TextGuard} that lets through what may be put aside. */
  public static final String GUARD = "glasswatch.fault.guard";

  private KeepStreaming() {}

  /** Returns the Streams properties that make it so. */
  public static Map<String, Object> properties(Consumer<Rejected.Reason> counter, TextGuard guard) {
    return Map.of(
        COUNTER,
        counter,
        GUARD,
        guard,
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        PastUnreadable.class,
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        PastFailed.class);
  }

  /** Goes on past a record of one of our own topics that cannot be read. */
  public static final class PastUnreadable implements DeserializationExceptionHandler {
    private final DeadLetters deadLetters = new DeadLetters();

    @Override
    public void configure(Map<String, ?> configs) {
      deadLetters.configure(configs);
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
        ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
      return DeserializationExceptionHandler.Response.resume(deadLetters.of(context, failure));
    }
  }

  /**
   * Goes on past a record on which our own code failed. Where the state failed, the record is not
   * to blame: the thread ends, and the one that takes its place restores the state from Kafka.
   */
  public static final class PastFailed implements ProcessingExceptionHandler {
    private final DeadLetters deadLetters = new DeadLetters();

    @Override
    public void configure(Map<String, ?> configs) {
      deadLetters.configure(configs);
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
        ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
      if (failure instanceof ProcessorStateException) {
        return ProcessingExceptionHandler.Response.fail();
      }
      return ProcessingExceptionHandler.Response.resume(deadLetters.of(context, failure));
    }
  }
}
